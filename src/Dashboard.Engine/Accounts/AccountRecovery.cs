using Dashboard.Core.Accounts;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// Lets an account in again on behalf of whoever may read the data folder: from a shell, beside a running server. The ledger says so.
/// </summary>
public sealed class AccountRecovery
{
    private readonly IServiceScopeFactory _scopes;
    private readonly IAccountTables _tables;
    private readonly ILedgerStore _ledger;
    private readonly AccountLedger _record;

    internal AccountRecovery(IServiceScopeFactory scopes, IAccountTables tables, ILedgerStore ledger, AccountLedger record) =>
        (_scopes, _tables, _ledger, _record) = (scopes, tables, ledger, record);

    /// <summary>Forgives an account's wrong tries, and takes a lead's lock off it when that is asked for, too.</summary>
    /// <param name="name">The account's name, in capitals or not.</param>
    /// <param name="leadLock">Whether a lock that a lead has set is taken off as well.</param>
    /// <param name="by">Who asks, for people.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<RecoveryAnswer> UnlockAsync(string name, bool leadLock, string by, CancellationToken cancellation = default)
    {
        var key = name.Trim().ToUpperInvariant();
        if (await _tables.FindByNameAsync(key, cancellation) is not { } account)
            return RecoveryAnswer.NoSuchAccount;
        var actor = new Actor(Actor.System.Id, by);
        await _ledger.AppendAsync(actor, new TriesForgiven(account.Id), cancellation);
        // A lock that was taken off the table alone still holds.
        if (account.LockedBecause is null && _record.Read().Accounts.GetValueOrDefault(account.Id) is not { Locked: true })
            return RecoveryAnswer.Done;
        if (!leadLock)
            return RecoveryAnswer.LockedByLead;
        await using var scope = _scopes.CreateAsyncScope();
        await using var change = await scope.ServiceProvider.GetRequiredService<IAccountChanges>().BeginAsync(cancellation);
        await change.LiftLockAsync(account.Id, cancellation);
        change.Record(actor, new AccountUnlocked(account.Id));
        await change.CommitAsync(cancellation);
        return RecoveryAnswer.Done;
    }
}
