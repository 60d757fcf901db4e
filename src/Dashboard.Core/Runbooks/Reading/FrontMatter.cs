using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>The YAML between two <c>---</c> lines at the very top of a file.</summary>
/// <param name="Yaml">The YAML; null when the file has no front matter.</param>
/// <param name="FirstLine">The line the YAML begins on, from 1.</param>
/// <param name="Markdown">The whole text with the front matter blanked out, so that offsets and lines stay those of the file.</param>
internal sealed record FrontMatter(string? Yaml, int FirstLine, string Markdown)
{
    /// <summary>
    /// Splits, for example:
    /// <code>
    /// ---
    /// title: Cutover
    /// ---
    /// # Prose
    /// </code>
    /// A <c>---</c> that is not followed by a key is what Markdown takes it for: a rule, and no front matter.
    /// </summary>
    public static FrontMatter Split(SourceText source, Findings findings)
    {
        var none = new FrontMatter(null, 1, source.Text);
        if (source.Line(1).TrimEnd() != "---" || !BeginsWithKey(source))
            return none;
        for (var line = 2; line <= source.LineCount; line++)
        {
            if (source.Line(line).TrimEnd() is not ("---" or "..."))
                continue;
            var end = line < source.LineCount ? source.LineStart(line + 1) : source.Text.Length;
            return new(source.Text[source.LineStart(2)..source.LineStart(line)], 2, Blank(source.Text[..end]) + source.Text[end..]);
        }

        findings.Error(DiagnosticCodes.FrontMatterOpen, new(1, 1), "The front matter is never closed.",
            "Write `---` on a line of its own after its last key.");
        return none;
    }

    private static bool BeginsWithKey(SourceText source)
    {
        for (var line = 2; line <= source.LineCount; line++)
        {
            var text = source.Line(line).Trim();
            if (text.Length == 0 || text[0] == '#')
                continue;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon > 0 && (colon == text.Length - 1 || text[colon + 1] == ' ') && !text.AsSpan(0, colon).Contains(' ');
        }

        return false;
    }

    private static string Blank(string text) => string.Create(text.Length, text, (span, from) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = from[i] is '\r' or '\n' ? from[i] : ' ';
    });
}
