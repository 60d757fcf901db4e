using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>What a heading says.</summary>
/// <param name="Text">Its text without marks and attributes.</param>
/// <param name="Anchor">Its anchor: the one that it states, else the one that GitHub makes of its text.</param>
/// <param name="Attributes">What stands in braces at its end; null when nothing does but an anchor.</param>
internal sealed partial record HeadingText(string Text, string Anchor, AttributeList? Attributes)
{
    /// <summary>
    /// Reads, for example, <c>## Rollback {#rollback}</c>. Braces that hold neither an anchor alone nor a known attribute are part of the
    /// text.
    /// </summary>
    /// <param name="heading">The heading.</param>
    /// <param name="source">The file.</param>
    public static HeadingText Of(HeadingBlock heading, SourceText source)
    {
        var text = InlineText.Of(heading);
        if (Anchored().Match(text) is { Success: true } match)
            return new(text[..match.Index].TrimEnd(), match.Groups[1].Value, null);
        if (HeadingAttributes.Of(heading, source) is not { } attributes)
            return new(text, LinkHelper.UrilizeAsGfm(InlineText.Of(heading, emojiNames: true)), null);
        var words = Before(text, attributes, source);
        return new(words, attributes.Ids.FirstOrDefault(i => Anchored().IsMatch($"{{#{i.Text}}}"))?.Text ?? LinkHelper.UrilizeAsGfm(words),
            attributes);
    }

    /// <summary>The attribute with this key; null when there is none. The first one counts.</summary>
    public Pair? Attribute(string key) => Attributes?.Pairs.FirstOrDefault(p => p.Key == key);

    /// <summary>Takes the braces off a heading that is shown as it was read.</summary>
    public void CutBraces(HeadingBlock heading)
    {
        if (Attributes is not null)
            heading.Inline = new ContainerInline().AppendChild(new LiteralInline(Text));
        else if (heading.Inline?.LastChild is LiteralInline last && Anchored().Match(last.Content.ToString()) is { Success: true } match)
            last.Content = new(last.Content.ToString()[..match.Index].TrimEnd());
    }

    // Attributes that hold marks were read as Markdown: what stands before them is read alone.
    private static string Before(string text, AttributeList attributes, SourceText source)
    {
        var line = source.Line(attributes.At.Line);
        var start = attributes.At.Column - 1;
        var raw = string.Join(' ', line.Substring(start, attributes.Length).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.EndsWith(raw, StringComparison.Ordinal)
            ? text[..^raw.Length].TrimEnd()
            : MarkdownText.Inline(Opening().Replace(line[..start], "").Trim());
    }

    [GeneratedRegex(@"\{#([A-Za-z0-9][A-Za-z0-9_.-]{0,99})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Anchored();

    /// <summary>What stands before the text of a heading: the marks of quotes and lists, and its own.</summary>
    [GeneratedRegex(@"\A[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+[ \t>]*)*#{0,6}(?=[ \t]|\z|[^#])", RegexOptions.CultureInvariant)]
    private static partial Regex Opening();
}
