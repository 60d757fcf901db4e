using System.Collections.Immutable;

namespace Dashboard.Shared.Rendering;

/// <summary>Lines of a script or a file that are shown together.</summary>
/// <param name="Lines">The lines, without their ends.</param>
/// <param name="IsGap">Whether all of them are blank, and so many that what follows would be taken for the end.</param>
public sealed record CodeBlock(ImmutableArray<string> Lines, bool IsGap);

/// <summary>Divides code for whoever reads it before approving: how long it is, and where it only seems to end.</summary>
public static class CodeLines
{
    /// <summary>The most lines of a text that does not say how many it has: about what is seen without scrolling.</summary>
    public const int Few = 30;

    /// <summary>The most blank lines in a row that are shown as such.</summary>
    public const int MostBlank = 5;

    /// <summary>How many lines a text has, in words; null when they are few.</summary>
    public static string? Count(string text) => Lines(text).Length is > Few and var count ? $"{count} lines" : null;

    /// <summary>The text's lines in order, but for line ends at its end; blank lines in a row are one block when there are many.</summary>
    public static ImmutableArray<CodeBlock> Of(string text)
    {
        var blocks = ImmutableArray.CreateBuilder<CodeBlock>();
        var lines = Lines(text);
        for (var from = 0; from < lines.Length;)
        {
            var blank = lines.Skip(from).TakeWhile(IsBlank).Count();
            var length = blank > MostBlank ? blank : Math.Max(1, blank);
            blocks.Add(new([.. lines.AsSpan(from, length)], blank > MostBlank));
            from += length;
        }

        return blocks.ToImmutable();
    }

    private static string[] Lines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.TrimEnd('\n').Split('\n');
    }

    // Other white space is shown as code points, and is seen.
    private static bool IsBlank(string line) => line.AsSpan().Trim(" \t\r").IsEmpty;
}
