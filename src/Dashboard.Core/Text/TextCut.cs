namespace Dashboard.Core.Text;

/// <summary>Where a text may be cut: not inside a character, many of which take two places in UTF-16.</summary>
public static class TextCut
{
    /// <summary>Where a line of output without a break is broken, for pages and for searches, in UTF-16 code units.</summary>
    public const int LongestLine = 8_192;

    /// <summary>How much of a text fits into so many code units; not less than nothing.</summary>
    public static int Fit(ReadOnlySpan<char> text, int most) =>
        most >= text.Length ? text.Length : most > 0 && char.IsHighSurrogate(text[most - 1]) ? most - 1 : Math.Max(0, most);

    /// <summary>The beginning of a text, and an ellipsis when that is not all of it.</summary>
    public static string Shorten(string text, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, Fit(text, most)), "…");
    }
}
