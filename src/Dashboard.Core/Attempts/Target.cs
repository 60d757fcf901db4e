namespace Dashboard.Core.Attempts;

/// <summary>A host that steps run on.</summary>
/// <param name="Name">Its name in runbooks, evidence and screens.</param>
/// <param name="Ssh">The OpenSSH destination (<c>user@host</c>, or a host of <c>ssh_config</c>); null for the local host.</param>
public sealed record Target(string Name, string? Ssh = null)
{
    /// <summary>Whether steps run on this very host.</summary>
    public bool IsLocal => Ssh is null;
}
