using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Lists;

namespace Dashboard.Engine.Storage;

/// <summary>Lists of runs, from the projections, each row held against the ledger.</summary>
internal sealed class RunQueries(DatabaseReader reader, RowCheck check) : IRunQueries
{
    /// <summary>How many runs are looked through for an approval that was not voided.</summary>
    private const int MostApproved = 20;

    public Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default) =>
        ListAsync("r.ClosedAt IS NULL", int.MaxValue, cancellation);

    public Task<ImmutableArray<RunSummary>> LatestRunsAsync(int count, CancellationToken cancellation = default) => ListAsync("1 = 1", count, cancellation);

    public async Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default) =>
        (await ListAsync("r.RunId = $value", 1, cancellation, ("$value", runId))).FirstOrDefault();

    public async Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default) =>
        (await ListAsync("r.Number = $value", 1, cancellation, ("$value", number))).FirstOrDefault();

    public Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(
        string slug, string target, string gateId, long before, CancellationToken cancellation = default) => ListAsync("""
        r.Slug = $slug AND r.Target = $target AND r.Number < $before
        AND EXISTS (SELECT 1 FROM approvals a WHERE a.RunId = r.RunId AND a.GateId = $gate AND a.ApprovalId IS NOT NULL)
        """,
        MostApproved, cancellation, ("$slug", slug), ("$target", target), ("$gate", gateId), ("$before", before));

    private async Task<ImmutableArray<RunSummary>> ListAsync(string where, int count, CancellationToken cancellation, params (string, object?)[] values) => await check.MarkAsync(
        await reader.ReadAsync($"SELECT {RunRows.Columns} FROM runs r WHERE {where} ORDER BY r.Number DESC LIMIT {count}", RunRows.Read, cancellation, values), cancellation);
}
