using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Writes a tag.</summary>
internal sealed class TagRenderer : HtmlObjectRenderer<TagInline>
{
    protected override void Write(HtmlRenderer renderer, TagInline obj)
    {
        if (renderer.EnableHtmlForInline)
            renderer.Write(obj.Html);
    }
}
