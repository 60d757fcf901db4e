using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Storage.Accounts;

/// <summary>
/// A change of accounts together with the ledger entry that records it, in one transaction: both are there after the commit, or neither,
/// wherever the server dies. It holds the database's write lock from its begin to its end. Disposed of before the commit, it takes
/// everything back.
/// </summary>
internal sealed class AccountTransaction : IAccountChange
{
    private readonly EvidenceDbContext _context;
    private readonly IDbContextTransaction _transaction;
    private readonly LedgerTail _tail;

    private AccountTransaction(EvidenceDbContext context, IDbContextTransaction transaction, LedgerTail tail) =>
        (_context, _transaction, _tail) = (context, transaction, tail);

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
            return new(context, transaction, new((SqliteConnection)context.Database.GetDbConnection(), time));
        }
        catch (SqliteException e)
        {
            throw StorageFault.Of(e);
        }
    }

    public async Task AddInvitationAsync(Invitation invitation, CancellationToken cancellation = default)
    {
        _context.Invitations.Add(invitation);
        await _context.SaveChangesAsync(cancellation);
    }

    public Task EndFirstInvitationsAsync(DateTimeOffset now, CancellationToken cancellation = default)
    {
        var ticks = now.UtcTicks;
        return _context.Invitations.Where(i => i.First && i.UsedAt == null)
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, ticks), cancellation);
    }

    public async Task<Invitation?> UseInvitationAsync(string tokenHash, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var ticks = now.UtcTicks;
        // The condition is part of the update, so only one can succeed.
        var used = await _context.Invitations
            .Where(i => i.TokenHash == tokenHash && i.UsedAt == null && i.ExpiresAt > ticks && (!i.First || !_context.Users.Any()))
            .ExecuteUpdateAsync(s => s.SetProperty(i => i.UsedAt, ticks), cancellation);
        return used == 1 ? await _context.Invitations.AsNoTracking().FirstAsync(i => i.TokenHash == tokenHash, cancellation) : null;
    }

    public Task SetLastSignInAsync(string accountId, DateTimeOffset at, CancellationToken cancellation = default) =>
        _context.Users.Where(a => a.Id == accountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.LastSignIn, at), cancellation);

    public Task LiftLockAsync(string accountId, CancellationToken cancellation = default) =>
        _context.Users.Where(a => a.Id == accountId)
            .ExecuteUpdateAsync(s => s.SetProperty(a => a.LockedBecause, (string?)null), cancellation);

    public void Record(Actor actor, AccountEvent what)
    {
        try
        {
            _tail.AppendAccount(actor, what);
        }
        catch (SqliteException e)
        {
            throw StorageFault.Of(e);
        }
    }

    public async Task CommitAsync(CancellationToken cancellation)
    {
        try
        {
            await _transaction.CommitAsync(cancellation);
        }
        catch (SqliteException e)
        {
            throw StorageFault.Of(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _tail.Dispose();
        await _transaction.DisposeAsync();
    }
}
