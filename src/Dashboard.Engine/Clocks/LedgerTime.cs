using Dashboard.Core.Ledger;
using Dashboard.Engine.Storage;

namespace Dashboard.Engine.Clocks;

/// <summary>Holds the clock against the ledger: what is written there has happened.</summary>
internal sealed class LedgerTime(DatabaseReader reader, SteadyClock clock)
{
    /// <summary>Lets time go on from the ledger's last entry, where the clock is behind it.</summary>
    /// <returns>By how much the clock was behind; zero when it was not, or by no more than a time service may have set it.</returns>
    public async Task<TimeSpan> CatchUpAsync(CancellationToken cancellation = default)
    {
        DateTimeOffset? newest = null;
        // A damaged entry has no time, and must not keep the server from starting; the one before it has.
        await reader.ReadWhileAsync(
            "SELECT Bytes FROM ledger ORDER BY Seq DESC",
            row => LedgerCodec.TryRead(row.GetFieldValue<byte[]>(0))?.At,
            at => (newest ??= at) is null,
            cancellation);
        return newest is { } time && clock.Pass(time) is var behind && behind > SteadyClock.Tolerance ? behind : TimeSpan.Zero;
    }
}
