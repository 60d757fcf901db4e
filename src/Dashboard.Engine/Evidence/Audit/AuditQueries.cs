using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Audit;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;

namespace Dashboard.Engine.Evidence.Audit;

/// <summary>The audit over all runs: every approval and every rejected approval, with what belongs to it.</summary>
public sealed class AuditQueries(IEvidenceQueries evidence, IRunReader runs, TimeProvider time)
{
    /// <summary>How many records a page holds unless told otherwise.</summary>
    public const int PageSize = 20;

    /// <summary>A page of records.</summary>
    /// <param name="filter">What to list.</param>
    /// <param name="cursor">Where the page begins, as the page before told; null for the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<EvidencePage<AuditRecord>> ListAsync(EvidenceFilter filter, string? cursor = null, int count = PageSize,
        CancellationToken cancellation = default)
    {
        var page = await evidence.ApprovalsAsync(filter, cursor, count, cancellation);
        // A page is mostly of as many runs as it has records: they are read side by side.
        var trails = await Task.WhenAll(page.Items.Select(a => a.RunId).Distinct().Select(runId => TrailAsync(runId, cancellation)));
        var records = trails.SelectMany(t => t).ToDictionary(r => r.Entry);
        return new([.. page.Items.Select(a => records.GetValueOrDefault(a.Sequence) ?? Bare(a))], page.Next);
    }

    private async Task<ImmutableArray<AuditRecord>> TrailAsync(string runId, CancellationToken cancellation)
    {
        try
        {
            return await runs.FindAsync(runId, cancellation) is { } run
                ? AuditTrail.Of(run.Number, run.Runbook, run.State, time.GetUtcNow())
                : [];
        }
        catch (UnreadableRunException)
        {
            return [];
        }
    }

    // An approval is never left out for want of its run: what the list tells of it is told, and that it is no more.
    private static AuditRecord Bare(ApprovalSummary approval) => new()
    {
        Entry = approval.Sequence,
        At = approval.At,
        RunId = approval.RunId,
        Run = approval.RunNumber,
        Runbook = approval.Slug,
        Title = approval.Slug,
        RunbookDigest = "",
        Mode = approval.Mode,
        Target = approval.Target,
        Gate = approval.GateId,
        GateTitle = approval.GateId,
        Approved = approval.ApprovalId is not null,
        By = approval.By,
        Flags = [new(AuditFlags.Unreadable, true)],
    };

    /// <summary>All records, page by page.</summary>
    public async IAsyncEnumerable<AuditRecord> AllAsync(EvidenceFilter filter,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        string? cursor = null;
        do
        {
            var page = await ListAsync(filter, cursor, PageSize, cancellation);
            foreach (var record in page.Items)
                yield return record;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
