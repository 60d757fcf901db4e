using System.Collections.Immutable;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Storage;

/// <summary>A run in a list.</summary>
public sealed record RunSummary
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>Its number, from 1, for people.</summary>
    public required long Number { get; init; }

    /// <summary>The runbook.</summary>
    public required string Slug { get; init; }

    /// <summary>The runbook's title when the run was opened.</summary>
    public required string Title { get; init; }

    /// <summary>The target.</summary>
    public required string Target { get; init; }

    /// <summary>Live or rehearsal.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>SHA-256 of the runbook.</summary>
    public required string RunbookDigest { get; init; }

    /// <summary>The change's reference elsewhere; null for none.</summary>
    public string? ChangeReference { get; init; }

    /// <summary>Who opened it.</summary>
    public required string OpenedBy { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>How it was closed; null while it is open.</summary>
    public RunResult? Result { get; init; }

    /// <summary>Whether the row says something else than the run's entries in the ledger: somebody has changed the list.</summary>
    public bool Differs { get; init; }
}

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
