using DiffPlex.DiffBuilder.Model;

namespace Dashboard.Features.Evidence;

/// <summary>A row of two outputs side by side: two lines, or how many lines are left out because they are the same.</summary>
/// <param name="Left">The line of the left one; null where lines are left out.</param>
/// <param name="Right">The line of the right one; null where lines are left out.</param>
/// <param name="Same">How many lines are left out; 0 for a row of lines.</param>
public sealed record DiffRow(DiffPiece? Left, DiffPiece? Right, int Same = 0);

/// <summary>Two outputs side by side, with only some lines around what differs.</summary>
public static class DiffRows
{
    private const int Around = 3;

    /// <summary>The rows.</summary>
    /// <param name="diff">What differs.</param>
    /// <param name="all">Whether nothing is left out.</param>
    public static IReadOnlyList<DiffRow> Of(SideBySideDiffModel diff, bool all)
    {
        ArgumentNullException.ThrowIfNull(diff);
        var lines = diff.OldText.Lines.Zip(diff.NewText.Lines).ToArray();
        var shown = new bool[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            if (all || lines[i].First.Type != ChangeType.Unchanged || lines[i].Second.Type != ChangeType.Unchanged)
                Array.Fill(shown, true, Math.Max(0, i - Around), Math.Min(lines.Length, i + Around + 1) - Math.Max(0, i - Around));
        }

        var rows = new List<DiffRow>();
        for (var i = 0; i < lines.Length;)
        {
            var end = Array.IndexOf(shown, true, i) is var next && next < 0 ? lines.Length : next;
            // One line takes no more room than the words that it is left out.
            if (end - i > 1)
            {
                rows.Add(new(null, null, end - i));
                i = end;
                continue;
            }

            rows.Add(new(lines[i].First, lines[i].Second));
            i++;
        }

        return rows;
    }
}
