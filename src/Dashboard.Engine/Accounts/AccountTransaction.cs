using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// A change of accounts together with the ledger entry that records it, in one transaction: both are there after the commit, or neither, wherever
/// the server dies. It holds the database's write lock from its begin to its end. Disposed of before the commit, it takes everything back.
/// </summary>
internal sealed class AccountTransaction : IAsyncDisposable
{
    private readonly IDbContextTransaction _transaction;
    private readonly LedgerTail _tail;

    private AccountTransaction(IDbContextTransaction transaction, LedgerTail tail) => (_transaction, _tail) = (transaction, tail);

    /// <summary>Begins, and waits for the write lock.</summary>
    /// <param name="context">What changes the tables, on a connection of its own.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="StorageException">The database does not let it.</exception>
    public static async Task<AccountTransaction> BeginAsync(EvidenceDbContext context, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellation);
            return new(transaction, new((SqliteConnection)context.Database.GetDbConnection(), time));
        }
        catch (SqliteException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>Appends the entry, with the digests of what the tables hold by now: call it after the change.</summary>
    /// <exception cref="StorageException">It could not be written, and the change must not be committed.</exception>
    public void Record(Actor actor, AccountEvent what)
    {
        try
        {
            _tail.AppendAccount(actor, what);
        }
        catch (SqliteException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>Makes the change and its entry durable.</summary>
    /// <exception cref="StorageException">Neither is there.</exception>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        try
        {
            await _transaction.CommitAsync(cancellation);
        }
        catch (SqliteException e)
        {
            throw Explained(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _tail.Dispose();
        await _transaction.DisposeAsync();
    }

    private static StorageException Explained(SqliteException e) => new(WriteQueue.Explain(e), e);
}
