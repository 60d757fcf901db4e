using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>
/// Knows which mounts are of a secret: those of a file that the runbook names under <c>secrets:</c>, and those below <c>/run/secrets</c>.
/// </summary>
internal sealed class SecretSources(Runbook runbook, Readings readings)
{
    private const string Folder = "/run/secrets";

    private readonly ImmutableHashSet<string> _names = [.. runbook.Secrets.Select(s => s.File).Where(f => !f.StartsWith('/'))];

    private readonly ImmutableArray<string> _paths =
    [
        .. runbook.Secrets
            .Select(s => s.File.StartsWith('/') ? s.File : runbook.Inputs.FirstOrDefault(i => i.Name == s.File)?.Default)
            .OfType<string>()
            .Where(p => p.StartsWith('/'))
            .Select(ComposePath.Clean)
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Whether a mount is of a secret.</summary>
    public bool IsSecret(Mount mount) => !mount.InMemory && (IsSecretFile(mount.Source) || IsSecretTarget(mount.Target));

    /// <summary>Whether a path is that of a secret, or of a folder that holds one.</summary>
    public bool IsSecretFile(string path) =>
        Variables.All(path).Any(use => _names.Contains(use.Name))
        || readings.Of(path).Select(ComposePath.Clean)
            .Any(folder => folder.StartsWith('/') && _paths.Any(p => ComposePath.IsAtOrBelow(p, folder)));

    /// <summary>Whether a path in a container is where secrets stand.</summary>
    public static bool IsSecretTarget(string target) => ComposePath.IsAtOrBelow(ComposePath.Clean(target), Folder);
}
