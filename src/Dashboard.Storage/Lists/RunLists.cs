using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;

namespace Dashboard.Storage.Lists;

/// <summary>Lists, from the projections.</summary>
internal sealed class RunLists(DatabaseReader reader, AttemptFilter conditions) : IRunLists
{
    public async Task<EvidencePage<RunSummary>> RunsAsync(EvidenceFilter filter, string? cursor, int count,
        CancellationToken cancellation = default)
    {
        var where = new SqlFilter()
            .And("r.Slug = @", filter.Slug)
            .And("r.Target = @", filter.Target)
            .And("r.Mode = @", (int?)filter.Mode)
            .And("r.OpenedBy = @", filter.Person)
            .And("r.Result = @", (int?)filter.Result)
            .And("r.Result IS NULL AND @", filter.OnlyOpen ? 1 : null)
            .And("r.OpenedAt >= @", filter.Since?.UtcTicks)
            .And("r.OpenedAt < @", filter.Until?.UtcTicks)
            .And("substr(r.RunbookDigest, 1, length(@)) = @", filter.Revision)
            .And(filter.OldestFirst ? "r.Number > @" : "r.Number < @", SqlFilter.Sequence(cursor));
        var rows = await reader.ReadAsync(
            $"SELECT {RunRows.Columns} FROM runs r WHERE {where.Sql} ORDER BY r.Number {Order(filter)} LIMIT {count + 1}", RunRows.Read,
            cancellation, where.Values);
        return Page(rows, count, run => run.Number);
    }

    public async Task<EvidencePage<AttemptSummary>> AttemptsAsync(EvidenceFilter filter, string? cursor, int count,
        CancellationToken cancellation = default)
    {
        var where = await conditions.OfAsync(filter, cursor, cancellation);
        var rows = await reader.ReadAsync(
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId WHERE {where.Sql} ORDER BY a.Seq "
                + $"{Order(filter)} LIMIT {count + 1}",
            row => AttemptRows.Read(row, 0), cancellation, where.Values);
        return Page(rows, count, attempt => attempt.Sequence);
    }

    public async Task<EvidencePage<ApprovalSummary>> ApprovalsAsync(EvidenceFilter filter, string? cursor, int count,
        CancellationToken cancellation = default)
    {
        var where = SqlFilter.Of(filter, "p", "At", cursor);
        var rows = await reader.ReadAsync(
            $"""
            SELECT p.Seq, p.ApprovalId, p.RunId, r.Number, p.Slug, p.Mode, p.GateId, p.Target, p."By", p.At
            FROM approvals p JOIN runs r ON r.RunId = p.RunId WHERE {where.Sql} ORDER BY p.Seq {Order(filter)} LIMIT {count + 1}
            """,
            row => new ApprovalSummary(row.Number(0), row.TextOrNull(1), row.Text(2), row.Number(3), row.Text(4), row.Named<RunMode>(5),
                row.Text(6), row.Text(7), row.Text(8), row.Time(9)),
            cancellation, where.Values);
        return Page(rows, count, approval => approval.Sequence);
    }

    public Task<ImmutableArray<RunSummary>> OpenRunsAsync(CancellationToken cancellation = default) =>
        ListAsync("r.ClosedAt IS NULL", int.MaxValue, cancellation);

    public async Task<RunSummary?> FindRunAsync(string runId, CancellationToken cancellation = default) =>
        (await ListAsync("r.RunId = $value", 1, cancellation, ("$value", runId))).FirstOrDefault();

    public async Task<RunSummary?> FindRunAsync(long number, CancellationToken cancellation = default) =>
        (await ListAsync("r.Number = $value", 1, cancellation, ("$value", number))).FirstOrDefault();

    public Task<ImmutableArray<RunSummary>> ApprovedRunsAsync(
        string slug, string target, string gateId, long before, int count, CancellationToken cancellation = default) => ListAsync("""
        r.Slug = $slug AND r.Target = $target AND r.Number < $before
        AND EXISTS (SELECT 1 FROM approvals a WHERE a.RunId = r.RunId AND a.GateId = $gate AND a.ApprovalId IS NOT NULL)
        """,
        count, cancellation, ("$slug", slug), ("$target", target), ("$gate", gateId), ("$before", before));

    public async Task<AttemptSummary?> FindAttemptAsync(string attemptId, CancellationToken cancellation = default) =>
        (await reader.ReadAsync(
            $"SELECT {AttemptRows.Columns} FROM attempts a JOIN runs r ON r.RunId = a.RunId WHERE a.AttemptId = $id",
            row => AttemptRows.Read(row, 0), cancellation, ("$id", attemptId))).FirstOrDefault();

    public async Task<EvidenceFacets> FacetsAsync(CancellationToken cancellation = default) => new(
        await DistinctAsync("Slug", cancellation), await DistinctAsync("Target", cancellation),
        await DistinctAsync("\"By\"", cancellation), await DistinctAsync("StepId", cancellation));

    private Task<ImmutableArray<RunSummary>> ListAsync(string where, int count, CancellationToken cancellation,
        params (string, object?)[] values) =>
        reader.ReadAsync($"SELECT {RunRows.Columns} FROM runs r WHERE {where} ORDER BY r.Number DESC LIMIT {count}", RunRows.Read,
            cancellation, values);

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
}
