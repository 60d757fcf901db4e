using System.Collections.Immutable;
using Dashboard.Core.Gates;

namespace Dashboard.Core.Accounts;

/// <summary>An invitation, as the ledger tells it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Roles">What the account may do.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="Token">The digest of its token; null where the ledger does not tell.</param>
public sealed record RecordedInvitation(string Id, ImmutableArray<Role> Roles, DateTimeOffset ExpiresAt, string? Token)
{
    /// <summary>Whether an account was made from it.</summary>
    public bool Used { get; init; }
}
