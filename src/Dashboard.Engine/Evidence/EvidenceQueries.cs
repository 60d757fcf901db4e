using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;

namespace Dashboard.Engine.Evidence;

/// <summary>The lists, from the projections; searches, from the index.</summary>
internal sealed class EvidenceQueries(DatabaseReader reader, OutputSearch search) : IEvidenceQueries
{
    private const string RunColumns =
        "r.RunId, r.Number, r.Slug, r.Title, r.Target, r.Mode, r.RunbookDigest, r.ChangeReference, r.OpenedBy, r.OpenedAt, r.ClosedAt, r.Result";

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
            $"SELECT {RunColumns} FROM runs r WHERE {where.Sql} ORDER BY r.Number {Order(filter)} LIMIT {count + 1}", Run, cancellation, where.Values);
        return Page(rows, count, run => run.Number);
    }

    public async Task<EvidencePage<AttemptSummary>> AttemptsAsync(EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var where = await AttemptConditionsAsync(filter, cursor, cancellation);
        var rows = await reader.ReadAsync(
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId WHERE {where.Sql} ORDER BY a.Seq {Order(filter)} LIMIT {count + 1}",
            row => AttemptRows.Read(row, 0), cancellation, where.Values);
        return Page(rows, count, attempt => attempt.Sequence);
    }

    public async Task<EvidencePage<ApprovalSummary>> ApprovalsAsync(EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var where = Conditions.Of(filter, "p", "At", cursor);
        var rows = await reader.ReadAsync(
            $"""
            SELECT p.Seq, p.ApprovalId, p.RunId, r.Number, p.Slug, p.Mode, p.GateId, p.Target, p."By", p.At
            FROM approvals p JOIN runs r ON r.RunId = p.RunId WHERE {where.Sql} ORDER BY p.Seq {Order(filter)} LIMIT {count + 1}
            """,
            row => new ApprovalSummary(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetString(4), (RunMode)row.GetInt32(5),
                row.GetString(6), row.GetString(7), row.GetString(8), new(row.GetInt64(9), TimeSpan.Zero)),
            cancellation, where.Values);
        return Page(rows, count, approval => approval.Sequence);
    }

    public async Task<EvidencePage<AccountEntry>> AccountEventsAsync(string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default)
    {
        var rows = await reader.ReadAsync(
            $"SELECT Bytes FROM ledger WHERE Stream = $stream AND Seq < $before ORDER BY Seq DESC LIMIT {count + 1}",
            row => Account(LedgerCodec.Read(row.GetFieldValue<byte[]>(0))), cancellation,
            ("$stream", LedgerStore.AccountsStream), ("$before", Conditions.Sequence(cursor) ?? long.MaxValue));
        return Page(rows, count, entry => entry.Sequence);
    }

    public async Task<AttemptSummary?> FindAttemptAsync(string attemptId, CancellationToken cancellation = default) => (await reader.ReadAsync(
        $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId WHERE a.AttemptId = $id",
        row => AttemptRows.Read(row, 0), cancellation, ("$id", attemptId))).FirstOrDefault();

    public async Task<LedgerEntry?> EntryAsync(long sequence, CancellationToken cancellation = default) => (await reader.ReadAsync(
        "SELECT Seq, Stream, Bytes, Hash FROM ledger WHERE Seq = $seq", LedgerRows.Read, cancellation, ("$seq", sequence))).FirstOrDefault();

    public async Task<EvidencePage<SearchHit>> SearchAsync(string text, EvidenceFilter filter, string? cursor = null, int count = IEvidenceQueries.PageSize, CancellationToken cancellation = default) =>
        await search.FindAsync(text, await AttemptConditionsAsync(filter, null, cancellation), cursor, count, cancellation);

    public async Task<IReadOnlyList<NumberedLine>> LinesAsync(string attemptId, long first, int count, CancellationToken cancellation = default)
    {
        var last = first + count - 1;
        var blocks = await reader.ReadAsync(
            """
            SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt AND FirstLine <= $last
            AND FirstLine >= coalesce((SELECT max(FirstLine) FROM output_blocks WHERE AttemptId = $attempt AND FirstLine <= $first), 0) ORDER BY FirstLine
            """,
            row => new OutputBlock(row.GetInt64(0), row.GetString(1)), cancellation, ("$attempt", attemptId), ("$first", first), ("$last", last));
        return [.. blocks.SelectMany(b => b.Lines()).Where(l => l.Number >= first && l.Number <= last)];
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
            .And("a.Outcome = @", (int?)filter.Outcome);
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

    private static AccountEntry Account(LedgerContent content) =>
        new(content.Sequence, content.At, content.Actor, content.Data.Deserialize<AccountEvent>(LedgerCodec.Json) ?? throw new JsonException("The event is null."));

    private static RunSummary Run(SqliteDataReader row) => new()
    {
        RunId = row.GetString(0),
        Number = row.GetInt64(1),
        Slug = row.GetString(2),
        Title = row.GetString(3),
        Target = row.GetString(4),
        Mode = (RunMode)row.GetInt32(5),
        RunbookDigest = row.GetString(6),
        ChangeReference = row.IsDBNull(7) ? null : row.GetString(7),
        OpenedBy = row.GetString(8),
        OpenedAt = new(row.GetInt64(9), TimeSpan.Zero),
        ClosedAt = row.IsDBNull(10) ? null : new(row.GetInt64(10), TimeSpan.Zero),
        Result = row.IsDBNull(11) ? null : (RunResult)row.GetInt32(11),
    };
}

/// <summary>Attempts as queries give them.</summary>
internal static class AttemptRows
{
    /// <summary>The columns, of <c>attempts a</c> and <c>runs r</c>.</summary>
    public const string Columns =
        "a.Seq, a.AttemptId, a.RunId, r.Number, a.Slug, a.RunbookDigest, a.Mode, a.StepId, a.Title, a.Kind, a.Number, a.Target, a.\"By\", a.StartedAt, a.EndedAt, a.Outcome, a.Indexed";

    /// <summary>Reads them, from the column at <paramref name="at"/> on.</summary>
    public static AttemptSummary Read(SqliteDataReader row, int at) => new()
    {
        Sequence = row.GetInt64(at),
        AttemptId = row.GetString(at + 1),
        RunId = row.GetString(at + 2),
        RunNumber = row.GetInt64(at + 3),
        Slug = row.GetString(at + 4),
        RunbookDigest = row.GetString(at + 5),
        Mode = (RunMode)row.GetInt32(at + 6),
        StepId = row.GetString(at + 7),
        Title = row.GetString(at + 8),
        Kind = row.IsDBNull(at + 9) ? null : (StepKind)row.GetInt32(at + 9),
        Number = row.GetInt32(at + 10),
        Target = row.GetString(at + 11),
        By = row.GetString(at + 12),
        StartedAt = new(row.GetInt64(at + 13), TimeSpan.Zero),
        EndedAt = row.IsDBNull(at + 14) ? null : new(row.GetInt64(at + 14), TimeSpan.Zero),
        Outcome = row.IsDBNull(at + 15) ? null : (Outcome)row.GetInt32(at + 15),
        Indexed = row.GetBoolean(at + 16),
    };
}
