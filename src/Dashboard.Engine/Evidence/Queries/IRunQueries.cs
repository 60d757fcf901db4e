using System.Collections.Immutable;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Queries;

/// <summary>Lists over the projections.</summary>
public interface IRunQueries
{
    /// <summary>All open runs, the latest first.</summary>
    Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default);

    /// <summary>The latest runs, open or closed.</summary>
    Task<ImmutableArray<RunSummary>> LatestRunsAsync(int count, CancellationToken cancellation = default);

    /// <summary>One run; null when there is none.</summary>
    Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default);

    /// <summary>The run with this number; null when there is none.</summary>
    Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default);

    /// <summary>
    /// Earlier runs of a runbook on a target in which a gate was approved, the latest first, at most 20. Whether such an approval was
    /// voided is for the ledger to say.
    /// </summary>
    /// <param name="slug">The runbook.</param>
    /// <param name="target">The target.</param>
    /// <param name="gateId">The gate.</param>
    /// <param name="before">The number of the run that they come before.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(
        string slug, string target, string gateId, long before, CancellationToken cancellation = default);
}
