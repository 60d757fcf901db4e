using System.Globalization;
using Dashboard.Core.Output;
using Dashboard.Core.Text;
using Dashboard.Engine;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.Lists;

/// <summary>
/// Finds text in outputs. The index names the blocks that hold every three characters of it; then the blocks themselves are read, so
/// what is shown really holds the text. The latest output comes first.
/// </summary>
internal sealed class OutputSearch(IOptions<EngineOptions> options)
{
    /// <summary>How many lines are shown around a hit, on each side.</summary>
    public const int Around = 2;

    // So many blocks that only look like hits are passed over at once; then the page is shown, and one can go on.
    private const int MostBlocks = 5_000;

    // More would make the query slower and hardly any narrower.
    private const int MostTrigrams = 32;

    /// <summary>A page of hits.</summary>
    public Task<EvidencePage<SearchHit>> FindAsync(string text, SqlFilter where, string? cursor, int count, CancellationToken cancellation)
    {
        // What is searched holds no escapes and no control characters. SQLite, too, would take a NUL for the end of the query.
        var wanted = TerminalText.Plain(text).Trim();
        return wanted.EnumerateRunes().Count() < IOutputIndex.ShortestText
            ? Task.FromResult(new EvidencePage<SearchHit>([], null))
            : Task.Run(() => Find(wanted, where, Cursor.Parse(cursor), count, cancellation), cancellation);
    }

    /// <summary>The query for the index: each trigram a quoted string, so that nothing in the text is syntax.</summary>
    internal static string Query(string text)
    {
        var runes = text.EnumerateRunes().Select(r => r.ToString()).ToArray();
        var all = Enumerable.Range(0, runes.Length - 2).Select(i => string.Concat(runes[i..(i + 3)])).Distinct().ToArray();
        var step = Math.Max(1, all.Length / MostTrigrams);
        return string.Join(" AND ", all.Where((_, i) => i % step == 0)
            .Select(t => $"\"{t.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));
    }

    private EvidencePage<SearchHit> Find(string text, SqlFilter where, Cursor? from, int count, CancellationToken cancellation)
    {
        using var connection = SqliteConnections.Open(options.Value.DatabaseFile);
        using var command = SqliteCommands.Prepare(connection, $"""
            SELECT b.Id, b.FirstLine, b.Text, {AttemptRows.Columns}
            FROM output_index i CROSS JOIN output_blocks b ON b.Id = i.rowid
            CROSS JOIN attempts a ON a.AttemptId = b.AttemptId CROSS JOIN runs r ON r.RunId = a.RunId
            WHERE output_index MATCH $query AND i.rowid <= $block AND {where.Sql}
            ORDER BY i.rowid DESC
            """);
        SqliteCommands.Set(command, [("$query", Query(text)), ("$block", from?.Block ?? long.MaxValue), .. where.Values]);
        var hits = new List<SearchHit>();
        var seen = 0;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            var id = reader.GetInt64(0);
            var lines = new OutputBlock(reader.GetInt64(1), reader.Text(2)).Lines().ToArray();
            foreach (var (line, place) in lines.Select((l, i) => (l, i)).Where(l => !(from?.Block == id && l.l.Number <= from.Line)))
            {
                if (!line.Plain.Contains(text, StringComparison.OrdinalIgnoreCase))
                    continue;
                hits.Add(new(AttemptRows.Read(reader, 3), line, lines[Math.Max(0, place - Around)..place],
                    lines[(place + 1)..Math.Min(lines.Length, place + 1 + Around)]));
                if (hits.Count == count)
                    return new(hits, new Cursor(id, line.Number).ToString());
            }

            if (++seen >= MostBlocks)
                return new(hits, new Cursor(id, long.MaxValue).ToString());
        }

        return new(hits, null);
    }

    private sealed record Cursor(long Block, long Line)
    {
        public static Cursor? Parse(string? text) => text?.Split('.') is [var block, var line]
            && long.TryParse(block, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
            && long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var l) ? new(b, l) : null;

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}.{Line}");
    }
}
