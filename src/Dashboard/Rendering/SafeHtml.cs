using AngleSharp.Dom;
using Ganss.Xss;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Rendering;

/// <summary>
/// Makes rendered Markdown safe to show. Markdig's <c>DisableHtml</c> keeps raw HTML out and still lets <c>javascript:</c>
/// links through, autolinks too; so what it renders is sanitised against a list of what is allowed.
/// </summary>
public static class SafeHtml
{
    private static readonly HtmlSanitizer Sanitizer = Create();

    /// <summary>The fragment with everything removed that is not allowed.</summary>
    public static MarkupString Of(string html) => new(Clean(html));

    /// <summary>The same, as text.</summary>
    public static string Clean(string html)
    {
        ArgumentNullException.ThrowIfNull(html);
        return Sanitizer.Sanitize(html);
    }

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6",
                "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "section", "span", "strong", "sub", "sup",
                "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
            },
            AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
            {
                "href", "title", "alt", "src", "class", "id", "start", "type", "checked", "disabled", "align", "colspan", "rowspan", "scope",
                "rel", "target", "tabindex", "role", "aria-label", "referrerpolicy", "loading",
            },
            AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
            UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
        });
        sanitizer.PostProcessNode += (_, e) => Finish(e.Node);
        return sanitizer;
    }

    // What allow-lists cannot say: links leave no trace of where they came from, pictures are words (nothing is fetched from
    // elsewhere while a change runs), a check box is only a picture of one, ids cannot take the place of the page's own.
    private static void Finish(INode node)
    {
        if (node is not IElement element)
            return;
        element.RemoveAttribute("target");
        if (element.Id is { Length: > 0 } id)
            element.Id = $"doc-{id}";
        switch (element.LocalName)
        {
            case "a":
                Link(element);
                break;
            case "img":
                element.Replace(element.Owner!.CreateTextNode($"[{element.GetAttribute("alt")}]"));
                break;
            case "input" when element.GetAttribute("type") != "checkbox":
                element.Remove();
                break;
            case "input":
                element.SetAttribute("disabled", "");
                element.SetAttribute("aria-label", element.HasAttribute("checked") ? "done" : "to do");
                break;
            case "pre":
                element.SetAttribute("tabindex", "0");
                break;
        }
    }

    private static void Link(IElement link)
    {
        if (link.GetAttribute("href") is not { } href)
            return;
        if (href.StartsWith('#'))
            link.SetAttribute("href", $"#doc-{href[1..]}");
        else
            link.SetAttribute("rel", "noopener noreferrer nofollow");
    }
}
