using System.Collections.Immutable;
using Dashboard.Core.Output;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Lists;

/// <summary>
/// The blocks of outputs, and the index that finds them: every three characters of the text, without the text, which lies in
/// <c>output_blocks</c>. A search asks for all trigrams of what is looked for and then looks at the text itself, so the index needs no
/// positions.
/// </summary>
internal sealed class OutputIndex(DatabaseReader reader, LedgerStore store, OutputSearch search, AttemptFilter conditions) : IOutputIndex
{
    private const string LastBlock = "SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt ORDER BY FirstLine DESC LIMIT 1";

    public Task<ImmutableArray<(string AttemptId, string RunId, long Start)>> WaitingAsync(int count,
        CancellationToken cancellation = default) => reader.ReadAsync(
            "SELECT AttemptId, RunId, Seq FROM attempts WHERE NOT Indexed AND EndedAt IS NOT NULL ORDER BY Seq LIMIT $count",
            row => (row.Text(0), row.Text(1), row.Number(2)), cancellation, ("$count", count));

    public Task AddAsync(string attemptId, IReadOnlyList<OutputBlock> blocks, bool whole, CancellationToken cancellation = default) =>
        store.WriteAsync(writer => writer.AddBlocks(attemptId, blocks, whole), cancellation);

    public Task<ImmutableArray<OutputBlock>> BlocksAsync(string attemptId, long first, long last,
        CancellationToken cancellation = default) => reader.ReadAsync(
            """
            SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt AND FirstLine <= $last
            AND FirstLine >= coalesce((SELECT max(FirstLine) FROM output_blocks WHERE AttemptId = $attempt AND FirstLine <= $first), 0) ORDER BY FirstLine
            """,
            row => new OutputBlock(row.GetInt64(0), row.GetString(1)), cancellation, ("$attempt", attemptId),
            ("$first", first), ("$last", last));

    public async Task<long> LastLineAsync(string attemptId, CancellationToken cancellation = default) => (await reader.ReadAsync(
        LastBlock, row => new OutputBlock(row.GetInt64(0), row.GetString(1)).Lines().Last().Number, cancellation, ("$attempt", attemptId)))
        .FirstOrDefault();

    public async Task<EvidencePage<SearchHit>> SearchAsync(
        string text, EvidenceFilter filter, string? cursor, int count, CancellationToken cancellation = default)
    {
        try
        {
            return await search.FindAsync(text, await conditions.OfAsync(filter, null, cancellation), cursor, count, cancellation);
        }
        catch (SqliteException e)
        {
            throw StorageFault.Of(e);
        }
    }
}
