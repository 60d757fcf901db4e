using Dashboard.Core.Output;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Search;

/// <summary>
/// Holds the lines that a page shows against the output that they were made of. They lie in a table of their own, which nothing protects:
/// it is made from outputs, and searches need it. Costs as much as reading the output up to the last line that is shown, and is left to a
/// verification where that is much.
/// </summary>
internal sealed class LineVerifier(IRunLists lists, ILedgerStore store)
{
    private const int PageBytes = 1 << 20;

    // Lines behind so many bytes stay as they are: reading them would take seconds, and a verification tells of them.
    private const long Most = 32 << 20;

    // A page of a search shows lines of many outputs. Those behind so many bytes stay as they are: opening them tells.
    private const long MostOfSearch = 8 << 20;

    /// <summary>The lines as the output has them, those marked of which the table says something else.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="found">What the table says.</param>
    /// <param name="first">The number of the first line that is shown.</param>
    /// <param name="last">The number of the last line that is shown.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<NumberedLine>> MarkAsync(string attemptId, IReadOnlyList<NumberedLine> found, long first, long last,
        CancellationToken cancellation)
    {
        var (right, whole, _) = await ReadAsync(attemptId, first, last, Most, cancellation);
        if (right is null)
            return found;
        var shown = found.GroupBy(l => l.Number).ToDictionary(g => g.Key, g => g.First());
        // While lines are being numbered, the last ones are missing by right.
        var numbers = shown.Keys.Concat(whole ? right.Keys : []).Distinct().Order();
        return [.. numbers.Select(n => right.GetValueOrDefault(n) is not { } line ? shown[n] with { Differs = true }
            : line == shown.GetValueOrDefault(n) ? line
            : line with { Differs = true })];
    }

    /// <summary>What was found, with those lines marked that the output does not have.</summary>
    public async Task<IReadOnlyList<SearchHit>> MarkAsync(IReadOnlyList<SearchHit> hits, CancellationToken cancellation)
    {
        var (marked, room) = (hits.ToArray(), MostOfSearch);
        foreach (var group in Enumerable.Range(0, marked.Length).GroupBy(i => marked[i].Attempt.AttemptId, StringComparer.Ordinal))
        {
            var lines = group.SelectMany(i => Lines(marked[i])).Select(l => l.Number).ToArray();
            (var right, _, room) = await ReadAsync(group.Key, lines.Min(), lines.Max(), room, cancellation);
            if (right is null)
                break;
            foreach (var i in group)
                marked[i] = marked[i] with
                {
                    Line = Marked(marked[i].Line),
                    Before = [.. marked[i].Before.Select(Marked)],
                    After = [.. marked[i].After.Select(Marked)],
                };

            NumberedLine Marked(NumberedLine line) => line == right.GetValueOrDefault(line.Number) ? line : line with { Differs = true };
        }

        return marked;
    }

    private static IEnumerable<NumberedLine> Lines(SearchHit hit) => hit.Before.Append(hit.Line).Concat(hit.After);

    // The lines, null when there was no room for all the output before them; whether the table has all of them by now; and the room that is
    // left.
    private async Task<(Dictionary<long, NumberedLine>? Lines, bool Whole, long Room)> ReadAsync(string attemptId, long first, long last,
        long room, CancellationToken cancellation)
    {
        var lines = new Dictionary<long, NumberedLine>();
        var attempt = await lists.FindAttemptAsync(attemptId, cancellation);
        var end = attempt is null ? null
            : await AttemptEnds.FindAsync(store, attempt.RunId, attemptId, attempt.Sequence, cancellation);
        var indexed = attempt is { Indexed: true };
        // Output that is held back has no lines.
        if (attempt is null || end is { Untrusted: true })
            return (lines, indexed, room);
        var omitted = end is null ? 0 : end.Stdout.Omitted + end.Stderr.Omitted;
        var splitter = new LineSplitter();
        for (long from = 1; ;)
        {
            var chunks = await store.ReadOutputAsync(attemptId, from, PageBytes, cancellation);
            foreach (var line in chunks.IsEmpty ? splitter.End() : chunks.SelectMany(c => splitter.Take(c, omitted)))
            {
                if (line.Number > last)
                    return (lines, indexed, room);
                if (line.Number >= first)
                    lines[line.Number] = line;
            }

            if (chunks.IsEmpty)
                return (lines, indexed, room);
            if ((room -= chunks.Sum(c => c.Bytes.Length)) < 0)
                return (null, indexed, 0);
            from = chunks[^1].Number + 1;
        }
    }
}
