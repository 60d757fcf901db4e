using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Evidence.Lists;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.Engine.Evidence;

/// <summary>The lists, from the projections; searches, from the index.</summary>
internal sealed class EvidenceQueries(DatabaseReader reader, OutputSearch search, RowCheck check, LineTruth truth) : IEvidenceQueries
{
    public async Task<EvidencePage<RunSummary>> RunsAsync(EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var where = new Conditions()
            .And("r.Slug = @", filter.Slug)
            .And("r.Target = @", filter.Target)
            .And("r.Mode = @", (int?)filter.Mode)
            .And("r.OpenedBy = @", filter.Person)
            .And("r.Result = @", (int?)filter.Result)
            .And("r.Result IS NULL AND @", filter.OnlyOpen ? 1 : null)
            .And("r.OpenedAt >= @", filter.Since?.UtcTicks)
            .And("r.OpenedAt < @", filter.Until?.UtcTicks)
            .And("substr(r.RunbookDigest, 1, length(@)) = @", filter.Revision)
            .And(filter.OldestFirst ? "r.Number > @" : "r.Number < @", Conditions.Sequence(cursor));
        var rows = await reader.ReadAsync(
            $"SELECT {RunRows.Columns} FROM runs r WHERE {where.Sql} ORDER BY r.Number {Order(filter)} LIMIT {count + 1}", RunRows.Read, cancellation, where.Values);
        return Page(await check.MarkAsync(rows, cancellation), count, run => run.Number);
    }

    public async Task<EvidencePage<AttemptSummary>> AttemptsAsync(EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var where = await AttemptConditionsAsync(filter, cursor, cancellation);
        var rows = await reader.ReadAsync(
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId WHERE {where.Sql} ORDER BY a.Seq {Order(filter)} LIMIT {count + 1}",
            row => AttemptRows.Read(row, 0), cancellation, where.Values);
        return Page(await check.MarkAsync(rows, cancellation), count, attempt => attempt.Sequence);
    }

    public async Task<EvidencePage<ApprovalSummary>> ApprovalsAsync(EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var where = Conditions.Of(filter, "p", "At", cursor);
        var rows = await reader.ReadAsync(
            $"""
            SELECT p.Seq, p.ApprovalId, p.RunId, r.Number, p.Slug, p.Mode, p.GateId, p.Target, p."By", p.At
            FROM approvals p JOIN runs r ON r.RunId = p.RunId WHERE {where.Sql} ORDER BY p.Seq {Order(filter)} LIMIT {count + 1}
            """,
            row => new ApprovalSummary(row.Number(0), row.TextOrNull(1), row.Text(2), row.Number(3), row.Text(4), row.Named<RunMode>(5), row.Text(6), row.Text(7), row.Text(8), row.Time(9)),
            cancellation, where.Values);
        return Page(await check.MarkAsync(rows, cancellation), count, approval => approval.Sequence);
    }

    public async Task<EvidencePage<AccountEntry>> AccountEventsAsync(string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var rows = await reader.ReadAsync(
            $"SELECT Seq, Bytes FROM ledger WHERE Stream = $stream AND Seq < $before ORDER BY Seq DESC LIMIT {count + 1}",
            row => Account(row.GetInt64(0), LedgerCodec.TryRead(row.GetFieldValue<byte[]>(1))), cancellation,
            ("$stream", LedgerStore.AccountsStream), ("$before", Conditions.Sequence(cursor) ?? long.MaxValue));
        return Page(rows, count, entry => entry.Sequence);
    }

    public async Task<AttemptSummary?> FindAttemptAsync(string attemptId, CancellationToken cancellation = default) => (await check.MarkAsync(
        await reader.ReadAsync(
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId WHERE a.AttemptId = $id",
            row => AttemptRows.Read(row, 0), cancellation, ("$id", attemptId)),
        cancellation)).FirstOrDefault();

    public async Task<LedgerEntry?> EntryAsync(long sequence, CancellationToken cancellation = default) => (await reader.ReadAsync(
        "SELECT Seq, Stream, Bytes, Hash FROM ledger WHERE Seq = $seq", LedgerRows.Read, cancellation, ("$seq", sequence))).FirstOrDefault();

    public async Task<EvidencePage<SearchHit>> SearchAsync(string text, EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var page = await search.FindAsync(text, await AttemptConditionsAsync(filter, null, cancellation), cursor, count, cancellation);
        var attempts = await check.MarkAsync([.. page.Items.Select(h => h.Attempt)], cancellation);
        var hits = await truth.MarkAsync([.. page.Items], cancellation);
        return page with { Items = [.. hits.Zip(attempts, (hit, attempt) => hit with { Attempt = attempt })] };
    }

    public async Task<IReadOnlyList<NumberedLine>> LinesAsync(string attemptId, long first, int count, CancellationToken cancellation = default)
    {
        var last = first + count - 1;
        var blocks = await reader.ReadAsync(
            """
            SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt AND FirstLine <= $last
            AND FirstLine >= coalesce((SELECT max(FirstLine) FROM output_blocks WHERE AttemptId = $attempt AND FirstLine <= $first), 0) ORDER BY FirstLine
            """,
            row => new OutputBlock(row.GetInt64(0), row.GetString(1)), cancellation, ("$attempt", attemptId), ("$first", first), ("$last", last));
        return await truth.MarkAsync(attemptId, [.. blocks.SelectMany(b => b.Lines()).Where(l => l.Number >= first && l.Number <= last)], first, last, cancellation);
    }

    public async Task<long> CountLinesAsync(string attemptId, CancellationToken cancellation = default) => (await reader.ReadAsync(
        "SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt ORDER BY FirstLine DESC LIMIT 1",
        row => new OutputBlock(row.GetInt64(0), row.GetString(1)).Lines().Last().Number, cancellation, ("$attempt", attemptId))).FirstOrDefault();

    public async Task<EvidenceFacets> FacetsAsync(CancellationToken cancellation = default) => new(
        await DistinctAsync("Slug", cancellation), await DistinctAsync("Target", cancellation),
        await DistinctAsync("\"By\"", cancellation), await DistinctAsync("StepId", cancellation));

    private async Task<Conditions> AttemptConditionsAsync(EvidenceFilter filter, string? cursor, CancellationToken cancellation)
    {
        var conditions = Conditions.Of(filter, "a", "StartedAt", cursor)
            .And("a.StepId = @", filter.StepId)
            .And("a.Kind = @", (int?)filter.Kind)
            .And("a.Outcome = @", (int?)filter.Outcome)
            .And("a.WasUnknown AND @", filter.WasUnknown ? 1 : null);
        // A whole digest is a walk along the index in the order of the list. Of a beginning that several share, all have to be sorted.
        return await OnlyRevisionAsync(filter.Revision, cancellation) is { } digest
            ? conditions.And("a.RunbookDigest = @", digest)
            : conditions.And("a.RunbookDigest >= @", filter.Revision).And("a.RunbookDigest < @ || 'g'", filter.Revision);
    }

    private async Task<string?> OnlyRevisionAsync(string? beginning, CancellationToken cancellation) => beginning is null ? null : (await reader.ReadAsync(
        """
        SELECT min(RunbookDigest) FROM attempts WHERE RunbookDigest >= $from AND RunbookDigest < $from || 'g'
        UNION SELECT max(RunbookDigest) FROM attempts WHERE RunbookDigest >= $from AND RunbookDigest < $from || 'g'
        """,
        row => row.IsDBNull(0) ? beginning : row.GetString(0), cancellation, ("$from", beginning))) is [var only] ? only : null;

    // Jumps from value to value in the index instead of walking over all rows.
    private async Task<IReadOnlyList<string>> DistinctAsync(string column, CancellationToken cancellation) => await reader.ReadAsync(
        $"""
        WITH RECURSIVE v(x) AS (
            SELECT min({column}) FROM attempts
            UNION ALL SELECT (SELECT min({column}) FROM attempts WHERE {column} > x) FROM v WHERE x IS NOT NULL)
        SELECT x FROM v WHERE x IS NOT NULL LIMIT 1000
        """,
        row => row.GetString(0), cancellation);

    private static string Order(EvidenceFilter filter) => filter.OldestFirst ? "ASC" : "DESC";

    private static EvidencePage<T> Page<T>(ImmutableArray<T> rows, int count, Func<T, long> key) => rows.Length > count
        ? new([.. rows.Take(count)], key(rows[count - 1]).ToString(CultureInfo.InvariantCulture))
        : new(rows, null);

    private static AccountEntry Account(long sequence, LedgerContent? content) => content is null
        ? new(sequence, DateTimeOffset.MinValue, Actor.System, new UnknownAccountEvent())
        : new(content.Sequence, content.At, content.Actor, AccountEvents.Read(content) ?? new UnknownAccountEvent());
}
