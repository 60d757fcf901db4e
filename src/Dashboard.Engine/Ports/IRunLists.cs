using System.Collections.Immutable;

namespace Dashboard.Engine.Ports;

/// <summary>
/// The tables that lists are made of, as they are: whether a row says what the ledger says is for others to ask. They are brought up to
/// date in the transaction of each event. Pages go by cursor: what is added meanwhile moves nothing.
/// </summary>
public interface IRunLists
{
    /// <summary>Runs.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">Where the page begins, as the page before told; null for the first. A cursor that means nothing is taken for
    /// the first page's.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<EvidencePage<RunSummary>> RunsAsync(EvidenceFilter filter, string? cursor, int count, CancellationToken cancellation = default);

    /// <summary>Attempts. Parameters as above.</summary>
    Task<EvidencePage<AttemptSummary>> AttemptsAsync(EvidenceFilter filter, string? cursor, int count,
        CancellationToken cancellation = default);

    /// <summary>Approvals and rejected approvals. Parameters as above.</summary>
    Task<EvidencePage<ApprovalSummary>> ApprovalsAsync(EvidenceFilter filter, string? cursor, int count,
        CancellationToken cancellation = default);

    /// <summary>The runs that are open, the latest first.</summary>
    Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default);

    /// <summary>One run; null when there is none.</summary>
    Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default);

    /// <summary>The run with this number; null when there is none.</summary>
    Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default);

    /// <summary>Earlier runs of a runbook on a target in which a gate was approved, the latest first.</summary>
    /// <param name="slug">The runbook.</param>
    /// <param name="target">The target.</param>
    /// <param name="gateId">The gate.</param>
    /// <param name="before">The number of the run that they come before.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(
        string slug, string target, string gateId, long before, int count, CancellationToken cancellation = default);

    /// <summary>One attempt; null when there is none.</summary>
    Task<AttemptSummary?> FindAttemptAsync(string attemptId, CancellationToken cancellation = default);

    /// <summary>What the filters offer.</summary>
    Task<EvidenceFacets> FacetsAsync(CancellationToken cancellation = default);
}
