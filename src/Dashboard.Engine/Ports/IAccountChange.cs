using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Ports;

/// <summary>
/// A change of accounts together with the ledger entry that records it, in one transaction: both are there after the commit, or neither,
/// wherever the server dies. Nobody else writes from its begin to its end. Disposed of before the commit, it takes everything back.
/// </summary>
public interface IAccountChange : IAsyncDisposable
{
    /// <summary>Adds an invitation.</summary>
    Task AddInvitationAsync(Invitation invitation, CancellationToken cancellation = default);

    /// <summary>Ends the invitations for the first account that were not used.</summary>
    Task EndFirstInvitationsAsync(DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>
    /// Uses an invitation up, if it can be used: of many who try at once, one succeeds. One for the first account is of no use once there
    /// is one.
    /// </summary>
    Task<Invitation?> UseInvitationAsync(string tokenHash, DateTimeOffset now, CancellationToken cancellation = default);

    /// <summary>Notes when somebody signed in.</summary>
    Task SetLastSignInAsync(string accountId, DateTimeOffset at, CancellationToken cancellation = default);

    /// <summary>Takes a lead's lock off an account.</summary>
    Task LiftLockAsync(string accountId, CancellationToken cancellation = default);

    /// <summary>Appends the entry, with the digests of what the tables hold by now: call it after the change.</summary>
    /// <exception cref="StorageException">It could not be written, and the change must not be committed.</exception>
    void Record(Actor actor, AccountEvent what);

    /// <summary>Makes the change and its entry durable.</summary>
    /// <exception cref="StorageException">Neither is there.</exception>
    Task CommitAsync(CancellationToken cancellation = default);
}
