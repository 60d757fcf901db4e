using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Queries;

/// <summary>What reviewers and leads look through. Pages go by cursor: what is added meanwhile moves nothing.</summary>
public interface IEvidenceQueries
{
    /// <summary>How many items a page holds unless told otherwise.</summary>
    const int PageSize = 50;

    /// <summary>Shorter texts cannot be searched for, in characters.</summary>
    const int ShortestSearch = IOutputIndex.ShortestText;

    /// <summary>Runs.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">Where the page begins, as the page before told; null for the first. A cursor that means nothing is taken for
    /// the first page's.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<EvidencePage<RunSummary>> RunsAsync(EvidenceFilter filter, string? cursor = null, int count = PageSize,
        CancellationToken cancellation = default);

    /// <summary>Attempts. Parameters as above.</summary>
    Task<EvidencePage<AttemptSummary>> AttemptsAsync(EvidenceFilter filter, string? cursor = null, int count = PageSize,
        CancellationToken cancellation = default);

    /// <summary>Approvals and rejected approvals. Parameters as above.</summary>
    Task<EvidencePage<ApprovalSummary>> ApprovalsAsync(EvidenceFilter filter, string? cursor = null, int count = PageSize,
        CancellationToken cancellation = default);

    /// <summary>What happened to accounts, the latest first.</summary>
    Task<EvidencePage<AccountEntry>> AccountEventsAsync(string? cursor = null, int count = PageSize,
        CancellationToken cancellation = default);

    /// <summary>One attempt; null when there is none.</summary>
    Task<AttemptSummary?> FindAttemptAsync(string attemptId, CancellationToken cancellation = default);

    /// <summary>One ledger entry; null when there is none.</summary>
    Task<LedgerEntry?> EntryAsync(long sequence, CancellationToken cancellation = default);

    /// <summary>
    /// Lines of output that hold a text, upper and lower case alike. The text is looked for as it is: nothing in it is syntax.
    /// </summary>
    Task<EvidencePage<SearchHit>> SearchAsync(string text, EvidenceFilter filter, string? cursor = null, int count = PageSize,
        CancellationToken cancellation = default);

    /// <summary>Lines of an attempt's output, those marked of which the table of lines says something else.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="first">The number of the first line, from 1.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<IReadOnlyList<NumberedLine>> LinesAsync(string attemptId, long first, int count, CancellationToken cancellation = default);

    /// <summary>How many lines an attempt's output has.</summary>
    Task<long> CountLinesAsync(string attemptId, CancellationToken cancellation = default);

    /// <summary>What the filters offer.</summary>
    Task<EvidenceFacets> FacetsAsync(CancellationToken cancellation = default);
}
