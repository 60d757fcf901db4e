using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Writes a fold.</summary>
internal sealed class FoldRenderer : HtmlObjectRenderer<FoldBlock>
{
    protected override void Write(HtmlRenderer renderer, FoldBlock obj)
    {
        // In a list without blank lines paragraphs have no tags, but what stands in a fold is text of its own.
        var tight = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.EnsureLine();
        renderer.WriteLine(obj.BeginsOpen ? "<details open>" : "<details>");
        renderer.WriteChildren(obj);
        renderer.EnsureLine();
        renderer.WriteLine("</details>");
        renderer.ImplicitParagraph = tight;
    }
}
