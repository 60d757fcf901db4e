using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Clocks;

/// <summary>Holds the clock against the ledger: what is written there has happened.</summary>
internal sealed class LedgerTime(ILedgerStore ledger, MonotonicClock clock)
{
    /// <summary>Lets time go on from the ledger's last entry, where the clock is behind it.</summary>
    /// <returns>By how much the clock was behind; zero when it was not, or by no more than a time service may have set it.</returns>
    public async Task<TimeSpan> CatchUpAsync(CancellationToken cancellation = default) =>
        await ledger.LatestTimeAsync(cancellation) is { } time && clock.Pass(time) is var behind && behind > MonotonicClock.Tolerance
            ? behind
            : TimeSpan.Zero;
}
