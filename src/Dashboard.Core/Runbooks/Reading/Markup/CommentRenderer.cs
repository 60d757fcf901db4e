using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Writes nothing for a comment.</summary>
internal sealed class CommentRenderer : HtmlObjectRenderer<CommentBlock>
{
    protected override void Write(HtmlRenderer renderer, CommentBlock obj)
    {
    }
}
