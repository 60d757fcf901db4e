using Dashboard.Core.Output;
using Dashboard.Core.Text;
using Dashboard.Engine.Ports;

namespace Dashboard.Features.Evidence;

/// <summary>A line of a group of hits.</summary>
/// <param name="Line">The line.</param>
/// <param name="IsHit">Whether the text was found in it; else it stands around one.</param>
/// <param name="FollowsGap">Whether lines between it and the one before are not shown.</param>
public sealed record HitLine(NumberedLine Line, bool IsHit, bool FollowsGap);

/// <summary>Hits in one attempt, in the order of its output: lines around hits that are close to each other are shown once.</summary>
/// <param name="Attempt">The attempt.</param>
/// <param name="Lines">The hits and the lines around them.</param>
public sealed record HitGroup(AttemptSummary Attempt, IReadOnlyList<HitLine> Lines)
{
    private const int LongestLine = 400, BeforeHit = 120;

    /// <summary>The numbers of the lines that were hit.</summary>
    public IEnumerable<long> Hits => Lines.Where(l => l.IsHit).Select(l => l.Line.Number);

    /// <summary>Hits of the same attempt that follow each other, as groups.</summary>
    public static IReadOnlyList<HitGroup> Of(IReadOnlyList<SearchHit> hits)
    {
        ArgumentNullException.ThrowIfNull(hits);
        var (groups, from) = (new List<HitGroup>(), 0);
        for (var i = 1; i <= hits.Count; i++)
        {
            if (i < hits.Count && hits[i].Attempt.Sequence == hits[from].Attempt.Sequence)
                continue;
            groups.Add(new(hits[from].Attempt, LinesOf([.. hits.Skip(from).Take(i - from)])));
            from = i;
        }

        return groups;
    }

    /// <summary>The part of a line that is shown: of a long one, what is around the text.</summary>
    public static string Excerpt(NumberedLine line, string text)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Text.Length <= LongestLine || line.Plain is not { Length: > LongestLine } plain)
            return line.Text;
        var begin = TextCut.Fit(plain,
            Math.Clamp(plain.IndexOf(text, StringComparison.OrdinalIgnoreCase) - BeforeHit, 0, plain.Length - LongestLine));
        return (begin > 0 ? "…" : "") + TextCut.Shorten(plain[begin..], LongestLine);
    }

    private static HitLine[] LinesOf(SearchHit[] hits)
    {
        var found = hits.Select(h => h.Line.Number).ToHashSet();
        var lines = hits.SelectMany(h => h.Before.Append(h.Line).Concat(h.After)).DistinctBy(l => l.Number)
            .OrderBy(l => l.Number).ToArray();
        return [
            .. lines.Select((line, i) => new HitLine(line, found.Contains(line.Number), i > 0 && lines[i - 1].Number < line.Number - 1))];
    }
}
