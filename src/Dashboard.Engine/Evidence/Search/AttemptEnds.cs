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
    public static async Task<StepFinished?> FindAsync(ILedgerStore store, string runId, string attemptId, CancellationToken cancellation) =>
        (await store.FindInStreamAsync(LedgerStreams.OfRun(runId), attemptId, cancellation)).Select(Read).OfType<StepFinished>()
            .FirstOrDefault(e => e.AttemptId == attemptId);

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
