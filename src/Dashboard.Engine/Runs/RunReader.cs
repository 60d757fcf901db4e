using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Storage;

namespace Dashboard.Engine.Runs;

/// <summary>A run as the ledger tells it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Runbook">The runbook as it was pinned.</param>
/// <param name="State">Everything that happened.</param>
public sealed record StoredRun(long Number, Runbook Runbook, RunState State);

/// <summary>Reads runs from the ledger, for those who only look: nothing of it stays in memory but a few parsed runbooks.</summary>
public sealed class RunReader(ILedgerStore store, IRunQueries queries, PinnedRunbooks runbooks)
{
    /// <summary>A run; null when there is none.</summary>
    /// <exception cref="InvalidDataException">The database no longer holds what the run pinned.</exception>
    public async Task<StoredRun?> FindAsync(string runId, CancellationToken cancellation = default)
    {
        var events = await store.ReadRunAsync(runId, cancellation);
        if (events.IsEmpty || await queries.FindRunAsync(runId, cancellation) is not { } summary)
            return null;
        var state = RunState.Fold(runId, events);
        var runbook = await runbooks.FindAsync(state.Opened.Slug, state.Opened.RunbookDigest, cancellation)
            ?? throw new InvalidDataException($"The database no longer holds the runbook of run {summary.Number}.");
        return new(summary.Number, runbook, state);
    }
}
