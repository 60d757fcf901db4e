using System.Collections.Immutable;
using Dashboard.Core.Gates;

namespace Dashboard.Engine.Accounts;

/// <summary>An account as lists show it.</summary>
public sealed record AccountSummary(
    string Id, string Name, ImmutableArray<Role> Roles, bool Locked, DateTimeOffset CreatedAt, DateTimeOffset? LastSignIn);

/// <summary>An invitation that was not used yet.</summary>
public sealed record InvitationSummary(string Id, ImmutableArray<Role> Roles, DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt, string MadeBy);

/// <summary>Who people are and what they may do. Everything is read from the database at each call.</summary>
public interface IAccounts
{
    /// <summary>The person behind an account, as of now; null when it does not exist, is locked, or its sessions were ended.</summary>
    /// <param name="accountId">The account's id.</param>
    /// <param name="securityStamp">The stamp in the caller's cookie; a stamp that no longer matches means signed out or changed. Null skips
    /// that check.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<Person?> FindAsync(string accountId, string? securityStamp = null, CancellationToken cancellation = default);

    /// <summary>Whether there is any account.</summary>
    Task<bool> AnyAsync(CancellationToken cancellation = default);

    /// <summary>All accounts, by name.</summary>
    Task<ImmutableArray<AccountSummary>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Makes the one-time link for the first account: operator and lead, 15 minutes. Any earlier such link ends.</summary>
    /// <returns>The token, 256 bits as base64url; only its hash is kept. Null when there is an account already.</returns>
    Task<string?> InviteFirstAsync(CancellationToken cancellation = default);

    /// <summary>Makes a one-time invitation, on behalf of a lead.</summary>
    /// <returns>The token; null when the person is no lead (any more).</returns>
    Task<string?> InviteAsync(string leadId, ImmutableArray<Role> roles, TimeSpan validFor, CancellationToken cancellation = default);

    /// <summary>The invitations that can still be used.</summary>
    Task<ImmutableArray<InvitationSummary>> InvitationsAsync(CancellationToken cancellation = default);

    /// <summary>What a token invites to; null when it is unknown, used or out of date.</summary>
    Task<InvitationSummary?> FindInvitationAsync(string token, CancellationToken cancellation = default);

    /// <summary>Creates an account from an invitation, using it up, in one transaction.</summary>
    /// <returns>The account's id, or what is wrong, in sentences that say what to write instead.</returns>
    Task<(string? AccountId, ImmutableArray<string> Errors)> RegisterAsync(string token, string name, string password,
        CancellationToken cancellation = default);

    /// <summary>Changes what an account may do, on behalf of a lead. The last lead stays one.</summary>
    /// <returns>What is in the way; empty when it was done.</returns>
    Task<ImmutableArray<string>> SetRolesAsync(string leadId, string accountId, ImmutableArray<Role> roles,
        CancellationToken cancellation = default);

    /// <summary>Locks or unlocks an account, on behalf of a lead. Ends its sessions.</summary>
    /// <returns>What is in the way; empty when it was done.</returns>
    Task<ImmutableArray<string>> SetLockedAsync(string leadId, string accountId, bool locked, string reason,
        CancellationToken cancellation = default);
}
