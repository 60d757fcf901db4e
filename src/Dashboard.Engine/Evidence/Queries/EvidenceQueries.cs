using System.Globalization;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Queries;

/// <summary>The lists and searches, with all marked that the ledger or the output itself tells otherwise.</summary>
internal sealed class EvidenceQueries(IRunLists lists, IOutputIndex index, ILedgerStore ledger, RowVerifier check, LineVerifier truth)
    : IEvidenceQueries
{
    public async Task<EvidencePage<RunSummary>> RunsAsync(
        EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var page = await lists.RunsAsync(filter, cursor, count, cancellation);
        return page with { Items = await check.MarkAsync([.. page.Items], cancellation) };
    }

    public async Task<EvidencePage<AttemptSummary>> AttemptsAsync(
        EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var page = await lists.AttemptsAsync(filter, cursor, count, cancellation);
        return page with { Items = await check.MarkAsync([.. page.Items], cancellation) };
    }

    public async Task<EvidencePage<ApprovalSummary>> ApprovalsAsync(
        EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var page = await lists.ApprovalsAsync(filter, cursor, count, cancellation);
        return page with { Items = await check.MarkAsync([.. page.Items], cancellation) };
    }

    public async Task<EvidencePage<AccountEntry>> AccountEventsAsync(
        string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var entries = await ledger.ReadStreamBackwardsAsync(LedgerStreams.Accounts, Before(cursor), count + 1, cancellation);
        var page = entries.Take(count).Select(Account).ToArray();
        return new(page, entries.Length > count ? page[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<AttemptSummary?> FindAttemptAsync(string attemptId, CancellationToken cancellation = default) =>
        await lists.FindAttemptAsync(attemptId, cancellation) is { } attempt ? (await check.MarkAsync([attempt], cancellation))[0] : null;

    public Task<LedgerEntry?> EntryAsync(long sequence, CancellationToken cancellation = default) =>
        ledger.FindEntryAsync(sequence, cancellation);

    public async Task<EvidencePage<SearchHit>> SearchAsync(
        string text, EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize,
        CancellationToken cancellation = default)
    {
        var page = await index.SearchAsync(text, filter, cursor, count, cancellation);
        var attempts = await check.MarkAsync([.. page.Items.Select(h => h.Attempt)], cancellation);
        var hits = await truth.MarkAsync([.. page.Items], cancellation);
        return page with { Items = [.. hits.Zip(attempts, (hit, attempt) => hit with { Attempt = attempt })] };
    }

    public async Task<IReadOnlyList<NumberedLine>> LinesAsync(string attemptId, long first, int count,
        CancellationToken cancellation = default)
    {
        var last = first + count - 1;
        var blocks = await index.BlocksAsync(attemptId, first, last, cancellation);
        var lines = blocks.SelectMany(b => b.Lines()).Where(l => l.Number >= first && l.Number <= last);
        return await truth.MarkAsync(attemptId, [.. lines], first, last, cancellation);
    }

    public Task<long> CountLinesAsync(string attemptId, CancellationToken cancellation = default) =>
        index.LastLineAsync(attemptId, cancellation);

    public Task<EvidenceFacets> FacetsAsync(CancellationToken cancellation = default) => lists.FacetsAsync(cancellation);

    private static long Before(string? cursor) =>
        long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence) ? sequence : long.MaxValue;

    private static AccountEntry Account(LedgerEntry entry) => LedgerCodec.TryRead(entry.Bytes.ToArray()) is { } content
        ? new(content.Sequence, content.At, content.Actor, AccountEvents.Read(content) ?? new UnknownAccountEvent())
        : new(entry.Sequence, DateTimeOffset.MinValue, Actor.System, new UnknownAccountEvent());
}
