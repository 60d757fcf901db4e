using System.Text.Json;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Search;

/// <summary>Finds what the ledger says of an attempt's end, without reading the whole run.</summary>
internal static class AttemptEnds
{
    /// <summary>
    /// The attempt's end; null when it has none. Of a run with an entry that this version cannot read, the others can be read all the same.
    /// </summary>
    /// <param name="store">The ledger.</param>
    /// <param name="runId">The attempt's run.</param>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="start">
    /// The number of its start, behind which its end soon follows. It comes from a list that somebody may have changed: where nothing
    /// follows, the whole run is looked through.
    /// </param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<StepFinished?> FindAsync(ILedgerStore store, string runId, string attemptId, long start,
        CancellationToken cancellation)
    {
        return await BehindAsync(start) ?? (start > 0 ? await BehindAsync(0) : null);

        async Task<StepFinished?> BehindAsync(long after)
        {
            StepFinished? end = null;
            await store.FindInStreamAsync(LedgerStreams.OfRun(runId), after, attemptId,
                entry => (end = Read(entry) is StepFinished e && e.AttemptId == attemptId ? e : null) is not null, cancellation);
            return end;
        }
    }

    private static RunEvent? Read(LedgerEntry entry)
    {
        try
        {
            return LedgerCodec.ReadRunEvent(entry.Bytes.Span).Event;
        }
        catch (JsonException)
        {
            // It is of a newer version, or damaged: a verification tells of it.
            return null;
        }
    }
}
