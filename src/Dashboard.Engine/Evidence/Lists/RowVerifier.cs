using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Lists;

/// <summary>
/// Holds each row that a list shows against the entries of its run, and marks what differs. The tables of lists change with every step, so
/// nothing in the database protects them: somebody who can write the file makes one say <c>passed</c> with a single statement.
/// </summary>
internal sealed class RowVerifier(ILedgerStore ledger) : IDisposable
{
    // Emptied when it is full. A page holds rows of 50 runs at most.
    private const int MostKept = 512;

    private readonly RunNumbers _numbers = new(ledger);
    private readonly ConcurrentDictionary<string, (long Last, RunRowsFromLedger Rows)> _kept = new(StringComparer.Ordinal);

    /// <summary>The runs, with those marked that differ.</summary>
    public async Task<ImmutableArray<RunSummary>> MarkAsync(ImmutableArray<RunSummary> rows, CancellationToken cancellation) =>
        await RowsAsync(rows.Select(r => r.RunId), cancellation) is var runs
            ? [.. rows.Select(r => runs[r.RunId].Agrees(r) ? r : r with { Differs = true })]
            : rows;

    /// <summary>The attempts, with those marked that differ.</summary>
    public async Task<ImmutableArray<AttemptSummary>> MarkAsync(ImmutableArray<AttemptSummary> rows, CancellationToken cancellation) =>
        await RowsAsync(rows.Select(r => r.RunId), cancellation) is var runs
            ? [.. rows.Select(r => runs[r.RunId].Agrees(r) ? r : r with { Differs = true })]
            : rows;

    /// <summary>The approvals, with those marked that differ.</summary>
    public async Task<ImmutableArray<ApprovalSummary>> MarkAsync(ImmutableArray<ApprovalSummary> rows, CancellationToken cancellation) =>
        await RowsAsync(rows.Select(r => r.RunId), cancellation) is var runs
            ? [.. rows.Select(r => runs[r.RunId].Agrees(r) ? r : r with { Differs = true })]
            : rows;

    public void Dispose() => _numbers.Dispose();

    private async Task<Dictionary<string, RunRowsFromLedger>> RowsAsync(IEnumerable<string> runIds, CancellationToken cancellation)
    {
        var runs = new Dictionary<string, RunRowsFromLedger>(StringComparer.Ordinal);
        foreach (var runId in runIds.Distinct(StringComparer.Ordinal))
            runs[runId] = await OfAsync(runId, cancellation);
        return runs;
    }

    private async Task<RunRowsFromLedger> OfAsync(string runId, CancellationToken cancellation)
    {
        var stream = LedgerStreams.OfRun(runId);
        var last = await ledger.LastSequenceAsync(stream, cancellation);
        if (_kept.TryGetValue(runId, out var kept) && kept.Last == last)
            return kept.Rows;
        var rows = new RunRowsFromLedger(await _numbers.OfAsync(runId, cancellation));
        foreach (var entry in await ledger.ReadStreamAfterAsync(stream, long.MinValue, cancellation))
        {
            // What came meanwhile is for the next look.
            if (entry.Sequence > last)
                break;
            try
            {
                // An entry that does not have its hash is no evidence of anything.
                if (Digests.Of(entry.Bytes.Span) == entry.Hash)
                    rows.Apply(runId, LedgerCodec.ReadRunEvent(entry.Bytes.Span));
            }
            catch (Exception e) when (Damage.IsDamage(e))
            {
                // An event that cannot be read is told of where the run is read.
            }
        }

        if (_kept.Count >= MostKept)
            _kept.Clear();
        _kept[runId] = (last, rows);
        return rows;
    }
}
