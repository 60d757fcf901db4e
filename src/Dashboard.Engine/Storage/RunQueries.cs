using System.Collections.Immutable;
using Dashboard.Engine.Evidence.Lists;

namespace Dashboard.Engine.Storage;

/// <summary>Lists of runs, from the projections, each row held against the ledger.</summary>
internal sealed class RunQueries(DatabaseReader reader, RowCheck check) : IRunQueries
{
    public Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default) =>
        ListAsync("r.ClosedAt IS NULL", int.MaxValue, cancellation);

    public Task<ImmutableArray<RunSummary>> LatestRunsAsync(int count, CancellationToken cancellation = default) => ListAsync("1 = 1", count, cancellation);

    public async Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default) =>
        (await ListAsync("r.RunId = $value", 1, cancellation, ("$value", runId))).FirstOrDefault();

    public async Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default) =>
        (await ListAsync("r.Number = $value", 1, cancellation, ("$value", number))).FirstOrDefault();

    public async Task<RunSummary?> PreviousRunAsync(string slug, long number, CancellationToken cancellation = default) =>
        (await ListAsync("r.Slug = $slug AND r.Number < $number", 1, cancellation, ("$slug", slug), ("$number", number))).FirstOrDefault();

    private async Task<ImmutableArray<RunSummary>> ListAsync(string where, int count, CancellationToken cancellation, params (string, object?)[] values) => await check.MarkAsync(
        await reader.ReadAsync($"SELECT {RunRows.Columns} FROM runs r WHERE {where} ORDER BY r.Number DESC LIMIT {count}", RunRows.Read, cancellation, values), cancellation);
}
