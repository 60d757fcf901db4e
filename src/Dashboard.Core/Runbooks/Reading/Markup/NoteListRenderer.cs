using Markdig.Extensions.Footnotes;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Writes footnotes with the numbers that their marks have: those of an included file go on where the runbook's end.</summary>
internal sealed class NoteListRenderer : HtmlObjectRenderer<FootnoteGroup>
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, FootnoteGroup obj)
    {
        renderer.EnsureLine();
        renderer.WriteLine("<div class=\"footnotes\">").WriteLine("<hr />");
        renderer.WriteLine(obj.OfType<Footnote>().FirstOrDefault()?.Order is > 1 and var first ? $"<ol start=\"{first}\">" : "<ol>");
        foreach (var note in obj.OfType<Footnote>())
        {
            renderer.WriteLine($"<li id=\"fn:{note.Order}\">");
            renderer.WriteChildren(note);
            renderer.WriteLine("</li>");
        }

        renderer.WriteLine("</ol>").WriteLine("</div>");
    }
}
