using System.Text;
using Dashboard.Core.Text;

namespace Dashboard.Core.Audit;

/// <summary>Puts text of people and programs into Markdown so that it stays text.</summary>
public static class MarkdownEscape
{
    /// <summary>The text on one line, with everything escaped that Markdown or HTML could take for its own.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var c in Visible(text.Trim(), TextUse.Title))
        {
            if (char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c))
                && c is not (',' or ':' or ';' or '?' or '\'' or '"' or '/' or '%' or '='))
                escaped.Append('\\').Append(c);
            else
                escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>Text as a span of code.</summary>
    public static string Code(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fence = new string('`', Longest(text) + 1);
        // A space keeps a backtick at either end apart from the fence; a bar would end a table's cell.
        var inner = Visible(text, TextUse.Code).Replace("|", "\\|", StringComparison.Ordinal);
        return inner.Length == 0 ? ""
            : inner.StartsWith('`') || inner.EndsWith('`') ? $"{fence} {inner} {fence}"
            : $"{fence}{inner}{fence}";
    }

    /// <summary>Lines as a block of code.</summary>
    public static string Block(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var fence = new string('`', Math.Max(3, Longest(text) + 1));
        return $"{fence}\n{VisibleText.Of(text.TrimEnd('\n').Replace('\r', ' '), TextUse.Prose)}\n{fence}\n";
    }

    // One line; what would not be seen in it is written out, as on the screens.
    private static string Visible(string text, TextUse use) =>
        VisibleText.Of(string.Concat(text.Select(c => c is '\t' or '\n' or '\v' or '\f' or '\r' ? ' ' : c)), use);

    private static int Longest(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
