using Dashboard.Core.Accounts;
using Dashboard.Core.Runs;
using Dashboard.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Engine.Accounts;

/// <summary>What came of letting an account in again.</summary>
public enum RecoveryAnswer
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There is no account of that name.</summary>
    NoSuchAccount,

    /// <summary>Wrong tries are forgiven, but a lead has locked the account, and that was to stay.</summary>
    LockedByLead,
}

/// <summary>Lets an account in again on behalf of whoever may read the data folder: from a shell, beside a running server. The ledger says so.</summary>
public sealed class AccountRecovery
{
    private readonly IDbContextFactory<EvidenceDbContext> _contexts;
    private readonly ILedgerStore _ledger;
    private readonly AccountLedger _record;
    private readonly TimeProvider _time;

    internal AccountRecovery(IDbContextFactory<EvidenceDbContext> contexts, ILedgerStore ledger, AccountLedger record, TimeProvider time) =>
        (_contexts, _ledger, _record, _time) = (contexts, ledger, record, time);

    /// <summary>Forgives an account's wrong tries, and takes a lead's lock off it when that is asked for, too.</summary>
    /// <param name="name">The account's name, in capitals or not.</param>
    /// <param name="leadLock">Whether a lock that a lead has set is taken off as well.</param>
    /// <param name="by">Who asks, for people.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<RecoveryAnswer> UnlockAsync(string name, bool leadLock, string by, CancellationToken cancellation = default)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        var key = name.Trim().ToUpperInvariant();
        if (await context.Users.AsNoTracking().FirstOrDefaultAsync(a => a.NormalizedUserName == key, cancellation) is not { } account)
            return RecoveryAnswer.NoSuchAccount;
        var actor = new Actor(Actor.System.Id, by);
        await _ledger.AppendAsync(actor, new TriesForgiven(account.Id), cancellation);
        // A lock that was taken off the table alone still holds.
        if (account.LockedBecause is null && _record.Read().Accounts.GetValueOrDefault(account.Id) is not { Locked: true })
            return RecoveryAnswer.Done;
        if (!leadLock)
            return RecoveryAnswer.LockedByLead;
        await using var transaction = await AccountTransaction.BeginAsync(context, _time, cancellation);
        await context.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(s => s.SetProperty(a => a.LockedBecause, (string?)null), cancellation);
        transaction.Record(actor, new AccountUnlocked(account.Id));
        await transaction.CommitAsync(cancellation);
        return RecoveryAnswer.Done;
    }
}
