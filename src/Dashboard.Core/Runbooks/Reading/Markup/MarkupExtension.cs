using Markdig;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>
/// What GitHub shows and Markdig does not, or not in this way: folds, a few tags, comments, alerts, footnotes that no mark names.
/// </summary>
internal sealed class MarkupExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline)
    {
        pipeline.BlockParsers.InsertBefore<ParagraphBlockParser>(new CommentBlockParser());
        pipeline.BlockParsers.InsertBefore<ParagraphBlockParser>(new FoldParser());
        pipeline.BlockParsers.InsertBefore<ParagraphBlockParser>(new SummaryParser());
        pipeline.BlockParsers.ReplaceOrAdd<FootnoteParser>(new KeepingFootnoteParser());
        pipeline.InlineParsers.InsertBefore<AutolinkInlineParser>(new TagParser());
    }

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        var renderers = ((HtmlRenderer)renderer).ObjectRenderers;
        renderers.ReplaceOrAdd<AlertBlockRenderer>(new AlertRenderer());
        renderers.ReplaceOrAdd<HtmlFootnoteGroupRenderer>(new NoteListRenderer());
        renderers.AddIfNotAlready<FoldRenderer>();
        renderers.AddIfNotAlready<SummaryRenderer>();
        renderers.AddIfNotAlready<CommentRenderer>();
        renderers.AddIfNotAlready<TagRenderer>();
    }
}
