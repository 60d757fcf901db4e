using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Runs;

/// <summary>Reads runs from the ledger, for those who only look: nothing of it stays in memory but a few parsed runbooks.</summary>
internal sealed class RunReader(ILedgerStore store, IRunQueries queries, PinnedRunbooks runbooks) : IRunReader
{
    public async Task<StoredRun?> FindAsync(string runId, CancellationToken cancellation = default)
    {
        if (await queries.FindRunAsync(runId, cancellation) is not { } summary)
            return null;
        try
        {
            if (await StateAsync(runId, cancellation) is not { } state)
                return null;
            var runbook = await runbooks.FindAsync(state.Opened, cancellation)
                ?? throw new InvalidDataException("The database no longer holds its runbook.");
            return new(summary.Number, Repeats.Of(runbook, state.Opened.Inputs), state);
        }
        // What the database or the disk could not do just now says nothing of the run.
        catch (Exception e) when (e is not (OperationCanceledException or StorageException or IOException or OutOfMemoryException)
            || e is InvalidDataException)
        {
            throw UnreadableRunException.Of(summary.Number, e);
        }
    }

    /// <summary>What happened in a run; null when there is none. Needs nothing but its entries.</summary>
    /// <exception cref="InvalidDataException">They cannot be read.</exception>
    public async Task<RunState?> StateAsync(string runId, CancellationToken cancellation = default)
    {
        var events = await store.ReadRunAsync(runId, cancellation);
        if (events.IsEmpty)
            return null;
        try
        {
            return RunState.Fold(runId, events);
        }
        catch (Exception e) when (Damage.IsDamage(e))
        {
            throw new InvalidDataException($"Its entries do not make a run: {e.Message}", e);
        }
    }
}
