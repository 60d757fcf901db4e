using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Accounts;

/// <summary>The record of accounts as of now: at each call, what was added to their stream since the last one is read.</summary>
internal sealed class AccountLedger(ILedgerStore ledger)
{
    private readonly Lock _lock = new();
    private AccountRecord _record = AccountRecord.Empty;
    private long _last;

    /// <summary>Reads it.</summary>
    public AccountRecord Read()
    {
        // Under the lock is a look into an index, and whatever a person did to accounts since: a row or none.
        lock (_lock)
        {
            foreach (var entry in ledger.ReadStreamAfter(LedgerStreams.Accounts, _last))
            {
                _last = entry.Sequence;
                // What was changed behind the ledger's back is told by a verification, and grants nothing.
                if (Digests.Of(entry.Bytes.Span) == entry.Hash && Event(entry.Bytes.ToArray()) is { } what)
                    _record = _record.With(what);
            }

            return _record;
        }
    }

    private static AccountEvent? Event(byte[] bytes) => LedgerCodec.TryRead(bytes) is { } content ? AccountEvents.Read(content) : null;
}
