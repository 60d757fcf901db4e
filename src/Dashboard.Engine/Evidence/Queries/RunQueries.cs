using System.Collections.Immutable;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Queries;

/// <summary>Lists of runs, each row held against the ledger.</summary>
internal sealed class RunQueries(IRunLists lists, RowVerifier check) : IRunQueries
{
    /// <summary>How many runs are looked through for an approval that was not voided.</summary>
    private const int MostApproved = 20;

    public async Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default) =>
        await check.MarkAsync(await lists.OpenRunsAsync(cancellation), cancellation);

    public async Task<ImmutableArray<RunSummary>> LatestRunsAsync(int count, CancellationToken cancellation = default) =>
        await check.MarkAsync([.. (await lists.RunsAsync(EvidenceFilter.None, null, count, cancellation)).Items], cancellation);

    public async Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default) =>
        await MarkAsync(await lists.FindRunAsync(runId, cancellation), cancellation);

    public async Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default) =>
        await MarkAsync(await lists.FindRunAsync(number, cancellation), cancellation);

    public async Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(
        string slug, string target, string gateId, long before, CancellationToken cancellation = default) =>
        await check.MarkAsync(await lists.ApprovedRunsAsync(slug, target, gateId, before, MostApproved, cancellation), cancellation);

    private async Task<RunSummary?> MarkAsync(RunSummary? run, CancellationToken cancellation) =>
        run is null ? null : (await check.MarkAsync([run], cancellation))[0];
}
