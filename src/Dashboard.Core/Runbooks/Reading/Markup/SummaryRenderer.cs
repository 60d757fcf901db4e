using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Writes the line that a fold shows.</summary>
internal sealed class SummaryRenderer : HtmlObjectRenderer<SummaryBlock>
{
    protected override void Write(HtmlRenderer renderer, SummaryBlock obj)
    {
        renderer.EnsureLine();
        var (inlines, close) = (obj.Inline!, obj.IsParagraph ? "</strong></p>" : "</summary>");
        var end = inlines.FirstOrDefault(i => i is SummaryEndInline) ?? inlines.LastChild;
        renderer.Write(obj.IsParagraph ? "<p><strong>" : "<summary>");
        for (var inline = inlines.FirstChild; inline is not null; inline = inline.NextSibling)
        {
            renderer.Write(inline);
            if (inline == end && inline.NextSibling is not null)
            {
                renderer.WriteLine(close);
                renderer.Write("<p>");
                close = "</p>";
            }
        }

        renderer.WriteLine(close);
    }
}
