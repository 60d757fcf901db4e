using System.Text;
using System.Text.Unicode;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// What changed between two versions of a file, for somebody who decides by it: nothing is too small to be shown, white space least of all.
/// </summary>
internal static class TextDifference
{
    /// <summary>How many changed lines are shown.</summary>
    private const int MostShown = 200;

    /// <summary>
    /// How many lines, of both versions and without what they begin and end with alike, are compared: the work grows with their square.
    /// </summary>
    private const int MostCompared = 4_000;

    /// <summary>As many blank lines are shown as such.</summary>
    private const int MostBlank = 5;

    private static readonly CustomFunctionChunker Lines = new(text => text.Split('\n'));

    /// <summary>
    /// The lines that were added (<c>+</c>) and removed (<c>-</c>), at most 200; empty when one of the two is no text. Many blank ones in a
    /// row are one line that says how many, so that they push nothing out of it. Where nearly everything differs, all that was removed
    /// comes before all that was added.
    /// </summary>
    public static string Of(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after)
    {
        if (IsBinary(before) || IsBinary(after))
            return "";
        ReadOnlySpan<string> old = Encoding.UTF8.GetString(before).Split('\n'), fresh = Encoding.UTF8.GetString(after).Split('\n');
        var start = old.CommonPrefixLength(fresh);
        var end = 0;
        while (end < Math.Min(old.Length, fresh.Length) - start && old[^(end + 1)] == fresh[^(end + 1)])
            end++;
        old = old[start..^end];
        fresh = fresh[start..^end];
        if (old.IsEmpty && fresh.IsEmpty)
            return before.SequenceEqual(after) ? "" : "The content differs and is not text. Compare it by its digest.";
        return old.Length + fresh.Length <= MostCompared
            ? Shown(Compared(old, fresh), MostShown)
            : string.Join('\n', Shown([.. old.ToArray().Select(l => "-" + l)], MostShown / 2),
                Shown([.. fresh.ToArray().Select(l => "+" + l)], MostShown / 2)).Trim('\n');
    }

    // A script may hold a NUL, which a shell passes over.
    private static bool IsBinary(ReadOnlySpan<byte> bytes) => bytes.Contains((byte)0) && !Utf8.IsValid(bytes);

    // Behind a line that both have: to the library a single empty line is none.
    private static List<string> Compared(ReadOnlySpan<string> old, ReadOnlySpan<string> fresh) =>
    [
        .. InlineDiffBuilder.Diff(Differ.Instance, Behind(old), Behind(fresh), ignoreWhiteSpace: false, ignoreCase: false, Lines).Lines
            .Where(l => l.Type is ChangeType.Inserted or ChangeType.Deleted)
            .Select(l => (l.Type == ChangeType.Inserted ? "+" : "-") + l.Text),
    ];

    private static string Behind(ReadOnlySpan<string> lines) => string.Join('\n', ["the same", .. lines]);

    private static string Shown(List<string> lines, int most)
    {
        List<string> shown = [];
        for (var at = 0; at < lines.Count;)
        {
            var sign = lines[at][0];
            var blank = lines.Skip(at).TakeWhile(l => l[0] == sign && string.IsNullOrWhiteSpace(l[1..])).Count();
            if (blank > MostBlank)
                shown.Add($"{sign}({blank:N0} blank lines)");
            else
                shown.Add(lines[at]);
            at += blank > MostBlank ? blank : 1;
        }

        return string.Join('\n', shown.Take(most)) + (shown.Count > most ? $"\n… {shown.Count - most} more lines" : "");
    }
}
