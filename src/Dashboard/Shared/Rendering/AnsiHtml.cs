using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Dashboard.Core.Text;

namespace Dashboard.Shared.Rendering;

/// <summary>Writes terminal text as HTML. Everything is encoded; the only markup is <c>span</c> and <c>mark</c> made here.</summary>
public static class AnsiHtml
{
    /// <summary>One line as HTML.</summary>
    /// <param name="line">The line.</param>
    /// <param name="find">What to mark in it, whatever its case; empty for nothing.</param>
    public static string Write(AnsiText line, string find = "")
    {
        ArgumentNullException.ThrowIfNull(line);
        ArgumentNullException.ThrowIfNull(find);
        var html = new StringBuilder();
        var marks = find.Length == 0 ? [] : Matches(line.Plain, find);
        var (offset, next) = (0, 0);
        foreach (var run in line.Runs)
        {
            var attributes = Attributes(run);
            if (attributes.Length > 0)
                html.Append("<span").Append(attributes).Append('>');
            // A match can begin in one style and end in another: each run marks its own part.
            for (var at = 0; at < run.Text.Length;)
            {
                while (next < marks.Count && marks[next] + find.Length <= offset + at)
                    next++;
                var begin = next < marks.Count ? Math.Clamp(marks[next] - offset, at, run.Text.Length) : run.Text.Length;
                html.Append(HtmlEncoder.Default.Encode(run.Text[at..begin]));
                var end = next < marks.Count ? Math.Clamp(marks[next] + find.Length - offset, begin, run.Text.Length) : begin;
                if (end > begin)
                    html.Append("<mark>").Append(HtmlEncoder.Default.Encode(run.Text[begin..end])).Append("</mark>");
                at = Math.Max(end, begin);
            }

            if (attributes.Length > 0)
                html.Append("</span>");
            offset += run.Text.Length;
        }

        // Empty, so that nobody copies or finds it; the style sheet gives it its sign.
        if (line.HidesSome)
            html.Append("<span class=\"ansi-hidden\" role=\"img\" title=\"").Append(AnsiText.Hidden).Append("\" aria-label=\"")
                .Append(AnsiText.Hidden).Append("\"></span>");
        return html.ToString();
    }

    /// <summary>Where a text stands in another, whatever its case, without overlaps.</summary>
    public static IReadOnlyList<int> Matches(string text, string find)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentException.ThrowIfNullOrEmpty(find);
        var found = new List<int>();
        for (var at = 0; (at = text.IndexOf(find, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += find.Length)
            found.Add(at);
        return found;
    }

    private static string Attributes(AnsiRun run)
    {
        var (style, classes, css) = (run.Style, new List<string>(), new StringBuilder());
        // Text in the colour of its background would hide evidence.
        var (fore, back) = style.Inverse ? (style.Background, style.Foreground) : (style.Foreground, style.Background);
        if (fore == back)
            back = null;
        if (run.Control)
            classes.Add("ansi-control");
        if (style.Bold)
            classes.Add("ansi-bold");
        if (style.Faint)
            classes.Add("ansi-faint");
        if (style.Italic)
            classes.Add("ansi-italic");
        if (style is { Underline: true } or { Strike: true })
            classes.Add(style.Underline ? "ansi-underline" : "ansi-strike");
        if (style.Inverse && fore is null && back is null)
            classes.Add("ansi-inverse");
        Colour(fore, "fg", "color", classes, css);
        Colour(back, "bg", "background-color", classes, css);
        return (classes.Count == 0 ? "" : $" class=\"{string.Join(' ', classes)}\"") + (css.Length == 0 ? "" : $" style=\"{css}\"");
    }

    private static void Colour(TerminalColor? colour, string prefix, string property, List<string> classes, StringBuilder css)
    {
        if (colour is { Palette: >= 0 } named)
            classes.Add($"ansi-{prefix}{named.Palette.ToString(CultureInfo.InvariantCulture)}");
        else if (colour is { } own)
            css.Append(CultureInfo.InvariantCulture, $"{property}:rgb({own.Red},{own.Green},{own.Blue});");
    }
}
