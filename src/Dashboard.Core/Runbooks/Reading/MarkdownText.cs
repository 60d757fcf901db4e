using Dashboard.Core.Runbooks.Reading.Markup;
using Markdig;
using Markdig.Extensions.Emoji;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Renderers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// How runbooks' Markdown is read and shown: CommonMark 0.31 and what GitHub adds: tables, task lists, footnotes, alerts, links, emoji by
/// name, strikethrough, folds and a few bare tags. Other HTML is text, and so are attributes in braces, which would let prose take
/// classes and ids of the page. Steps read theirs from the source. Headings get their anchors elsewhere: Markdig's own numbering of equal
/// ones takes quadratic time.
/// </summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAlertBlocks()
        .UsePipeTables()
        .UseTaskLists()
        .UseFootnotes()
        .UseAutoLinks()
        .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
        .UseEmojiAndSmiley(new EmojiMapping(EmojiMapping.GetDefaultEmojiShortcodeToUnicode(), new Dictionary<string, string>()))
        .UsePreciseSourceLocation()
        .DisableHtml()
        .Use<MarkupExtension>()
        .Use<InlineBudget>()
        .Build();

    /// <summary>The document's tree.</summary>
    public static MarkdownDocument Parse(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        KeepingFootnoteParser.Restore(document);
        return document;
    }

    /// <summary>The plain text of a line of Markdown, whatever block its beginning could open.</summary>
    public static string Inline(string line) =>
        Parse("x " + line) is [ParagraphBlock paragraph, ..] ? InlineText.Of(paragraph)[1..].TrimStart() : line;

    /// <summary>Blocks as HTML.</summary>
    /// <param name="blocks">Blocks of one document.</param>
    /// <param name="tight">Whether paragraphs stand without tags, as in a list without blank lines.</param>
    public static string Html(IEnumerable<Block> blocks, bool tight = false)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer) { ImplicitParagraph = tight };
        Pipeline.Setup(renderer);
        foreach (var block in blocks)
        {
            renderer.Render(block);
            renderer.EnsureLine();
        }

        return writer.ToString();
    }
}
