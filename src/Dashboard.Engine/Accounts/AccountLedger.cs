using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Accounts;

/// <summary>The record of accounts as of now: at each call, what was added to their stream since the last one is read.</summary>
internal sealed class AccountLedger(IOptions<EngineOptions> options)
{
    private readonly Lock _lock = new();
    private AccountRecord _record = AccountRecord.Empty;
    private long _last;

    /// <summary>Reads it.</summary>
    public AccountRecord Read()
    {
        // Under the lock is a look into an index, and whatever a person did to accounts since: a row or none. Microsoft.Data.Sqlite knows no other way than waiting.
        lock (_lock)
        {
            using var connection = Connections.Open(options.Value.DatabaseFile);
            using var command = Commands.Prepare(connection, "SELECT Seq, Bytes, Hash FROM ledger WHERE Stream = $stream AND Seq > $last ORDER BY Seq");
            Commands.Set(command, ("$stream", LedgerStore.AccountsStream), ("$last", _last));
            using var row = command.ExecuteReader();
            while (row.Read())
            {
                _last = row.GetInt64(0);
                // What was changed behind the ledger's back is told by a verification, and grants nothing.
                if (row.GetValue(1) is byte[] bytes && Digests.Of(bytes) == row.TextOrNull(2) && Event(bytes) is { } what)
                    _record = _record.With(what);
            }

            return _record;
        }
    }

    private static AccountEvent? Event(byte[] bytes) => LedgerCodec.TryRead(bytes) is { } content ? AccountEvents.Read(content) : null;
}
