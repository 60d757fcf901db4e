using Dashboard.Core.Output;
using Dashboard.Core.Text;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Verification;

/// <summary>
/// Holds the lines that pages show and searches find against the outputs they were made of. Those have digests on the ledger; the lines
/// are made from them, and could be changed alone.
/// </summary>
/// <param name="connection">An open connection.</param>
/// <param name="faults">What is wrong.</param>
/// <param name="paused">Told how many outputs were looked at.</param>
internal sealed class OutputIndexVerifier(SqliteConnection connection, FaultList faults, Action<long> paused)
{
    private const int LongestWords = 200, Told = 5_000;

    /// <summary>Looks at the lines of every attempt that has them by now.</summary>
    /// <param name="ends">How many bytes of an ended attempt's output are not kept, by its id. What ended only since is passed
    /// over.</param>
    public void Run(IReadOnlyDictionary<string, long> ends)
    {
        using var all = SqliteCommands.Prepare(connection,
            "SELECT AttemptId, Seq FROM attempts WHERE Indexed AND typeof(AttemptId) = 'text' ORDER BY Seq");
        using var chunks = SqliteCommands.Prepare(connection,
            $"SELECT {ChunkRows.Columns} FROM output_chunks WHERE AttemptId = $attempt ORDER BY Number");
        using var blocks = SqliteCommands.Prepare(connection,
            "SELECT FirstLine, Text FROM output_blocks WHERE AttemptId = $attempt ORDER BY FirstLine");
        using var attempts = all.ExecuteReader();
        for (var done = 1L; attempts.Read(); done++)
        {
            var (attempt, entry) = (attempts.GetString(0), attempts.GetInt64(1));
            if (!ends.TryGetValue(attempt, out var omitted))
                continue;
            SqliteCommands.Set(chunks, ("$attempt", attempt));
            SqliteCommands.Set(blocks, ("$attempt", attempt));
            Damage.Told(faults, $"entry {entry}", "lines of its output, as pages show them", "lines that can be read",
                () => Compare(entry, Made(chunks, omitted), Kept(blocks)), StorageFault.Words);
            if (done % Told == 0)
                paused(done);
        }
    }

    private void Compare(long entry, IEnumerable<NumberedLine> expected, IEnumerable<NumberedLine> found)
    {
        using var right = expected.GetEnumerator();
        using var wrong = found.GetEnumerator();
        while (true)
        {
            var (one, two) = (right.MoveNext() ? right.Current : null, wrong.MoveNext() ? wrong.Current : null);
            if (one != two)
                faults.Add($"entry {entry}", $"line {(one ?? two)!.Number} of its output, as pages show it", Words(one), Words(two));
            if (one is null || one != two)
                return;
        }
    }

    private static IEnumerable<NumberedLine> Made(SqliteCommand chunks, long omitted)
    {
        var splitter = new LineSplitter();
        using var reader = chunks.ExecuteReader();
        while (reader.Read())
        {
            foreach (var line in splitter.Take(ChunkRows.Read(reader), omitted))
                yield return line;
        }

        foreach (var line in splitter.End())
            yield return line;
    }

    private static IEnumerable<NumberedLine> Kept(SqliteCommand blocks)
    {
        using var reader = blocks.ExecuteReader();
        while (reader.Read())
        {
            foreach (var line in new OutputBlock(reader.GetInt64(0), reader.Text(1)).Lines())
                yield return line;
        }
    }

    private static string Words(NumberedLine? line) =>
        line is null ? "nothing" : TextCut.Shorten(line.Plain, LongestWords);
}
