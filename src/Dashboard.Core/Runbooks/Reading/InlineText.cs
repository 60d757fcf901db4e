using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Runbooks.Reading.Markup;
using Markdig.Extensions.Emoji;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>The plain text of a heading or paragraph.</summary>
internal static class InlineText
{
    /// <summary>The text without marks, on one line.</summary>
    /// <param name="block">The heading or paragraph.</param>
    /// <param name="emojiNames">Whether emoji stand as their names, <c>:warning:</c>, as in the anchors that GitHub makes.</param>
    public static string Of(LeafBlock block, bool emojiNames = false) => Of(block.Inline ?? Enumerable.Empty<Inline>(), emojiNames);

    /// <summary>The links of a block, in its order, with their words as <see cref="Of(LeafBlock, bool)"/> has them.</summary>
    public static ImmutableArray<TextLink> LinksOf(LeafBlock block) =>
    [
        .. (block.Inline?.Descendants() ?? []).Select(inline => inline switch
        {
            LinkInline { IsImage: false, Url.Length: > 0 } link => new TextLink(Of(link, emojiNames: false), link.Url!),
            AutolinkInline link => new TextLink(link.Url, link.IsEmail ? "mailto:" + link.Url : link.Url),
            _ => null,
        }).OfType<TextLink>().Where(l => l.Text.Length > 0),
    ];

    private static string Of(IEnumerable<Inline> inlines, bool emojiNames)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines)
            Add(text, inline, emojiNames);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Add(StringBuilder text, Inline inline, bool emojiNames)
    {
        switch (inline)
        {
            case EmojiInline { Match: { } name } when emojiNames:
                text.Append(name);
                break;
            case LiteralInline literal:
                text.Append(literal.Content.AsSpan());
                break;
            case CodeInline code:
                text.Append(code.Content);
                break;
            case AutolinkInline link:
                text.Append(link.Url);
                break;
            case HtmlEntityInline entity:
                text.Append(entity.Transcoded.AsSpan());
                break;
            case HtmlInline html:
                text.Append(html.Tag);
                break;
            case FootnoteLink { IsBackLink: false } mark:
                text.Append('[').Append(mark.Footnote.Order).Append(']');
                break;
            case LineBreakInline or TagInline { IsBreak: true }:
                text.Append(' ');
                break;
            case ContainerInline container:
                foreach (var child in container)
                    Add(text, child, emojiNames);
                break;
        }
    }
}
