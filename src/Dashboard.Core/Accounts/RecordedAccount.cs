using System.Collections.Immutable;
using Dashboard.Core.Gates;

namespace Dashboard.Core.Accounts;

/// <summary>An account, as the ledger tells it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Roles">What it may do.</param>
public sealed record RecordedAccount(string Id, string Name, ImmutableArray<Role> Roles)
{
    /// <summary>Whether a lead locked it.</summary>
    public bool Locked { get; init; }

    /// <summary>The digest of its password hash; null where the ledger does not tell.</summary>
    public string? Password { get; init; }

    /// <summary>The digest of its security stamp; null where the ledger does not tell.</summary>
    public string? Stamp { get; init; }
}
