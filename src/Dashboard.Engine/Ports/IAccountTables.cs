using System.Collections.Immutable;
using Dashboard.Core.Gates;

namespace Dashboard.Engine.Ports;

/// <summary>The tables of accounts and invitations, as they are now. Nothing is remembered between two calls.</summary>
public interface IAccountTables
{
    /// <summary>How an account stands; null when there is none. Asked before every command, more than once.</summary>
    Task<AccountStanding?> FindStandingAsync(string accountId, CancellationToken cancellation = default);

    /// <summary>Whether there is any account.</summary>
    Task<bool> AnyAsync(CancellationToken cancellation = default);

    /// <summary>All accounts, by name.</summary>
    Task<ImmutableArray<Account>> ListAsync(CancellationToken cancellation = default);

    /// <summary>The roles of all accounts, by the account's id.</summary>
    Task<ILookup<string, Role>> RolesAsync(CancellationToken cancellation = default);

    /// <summary>The account with this id; null when there is none.</summary>
    Task<Account?> FindAsync(string accountId, CancellationToken cancellation = default);

    /// <summary>The account of this name, as Identity normalises it; null when there is none.</summary>
    Task<Account?> FindByNameAsync(string normalizedName, CancellationToken cancellation = default);

    /// <summary>The invitations that are neither used nor expired, the latest first.</summary>
    Task<ImmutableArray<Invitation>> OpenInvitationsAsync(DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>The invitation with this token's hash, when it is neither used nor expired.</summary>
    Task<Invitation?> FindInvitationAsync(string tokenHash, DateTimeOffset now, CancellationToken cancellation = default);
}
