namespace Dashboard.Linting.Shell.Syntax;

/// <summary>
/// Measures how deep a script nests, without a parser, because deep nesting overloads parsers. The result may be too high, but only for
/// scripts that nobody writes. It is never too low: see <see cref="ShellDepth"/>.
/// </summary>
public static class ShellNesting
{
    /// <summary>Deeper scripts are not parsed. Real scripts have ten levels at most.</summary>
    public const int Most = 150;

    /// <summary>Whether a script nests deeper than <see cref="Most"/>.</summary>
    public static bool IsTooDeep(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new ShellDepth(text).Exceeds(Most);
    }

    /// <summary>How many levels could begin after a position, if none ended.</summary>
    internal static int Openers(string text, int from)
    {
        var count = 0;
        for (var i = from; i < text.Length; i++)
        {
            if (text[i] is '(' or '{' or '[' or '`' or '|' or '&' or '<' or '!' or '\\')
                count++;
            else if (char.IsAsciiLetter(text[i]))
                count += IsOpener(Letters(text, ref i)) ? 1 : 0;
        }

        return count;
    }

    private static bool IsOpener(ReadOnlySpan<char> word) => word is "if" or "elif" or "while" or "until" or "for" or "select" or "case";

    private static ReadOnlySpan<char> Letters(string text, ref int at)
    {
        var start = at;
        while (at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]))
            at++;
        return text.AsSpan(start, at + 1 - start);
    }
}
