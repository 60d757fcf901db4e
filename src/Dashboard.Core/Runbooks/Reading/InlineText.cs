using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>The plain text of a heading or paragraph.</summary>
internal static class InlineText
{
    /// <summary>The text without marks, on one line.</summary>
    public static string Of(LeafBlock block)
    {
        var text = new StringBuilder();
        foreach (var inline in block.Inline ?? Enumerable.Empty<Inline>())
            Add(text, inline);
        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void Add(StringBuilder text, Inline inline)
    {
        switch (inline)
        {
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
            case LineBreakInline:
                text.Append(' ');
                break;
            case ContainerInline container:
                foreach (var child in container)
                    Add(text, child);
                break;
        }
    }
}
