using System.Runtime.CompilerServices;
using AngleSharp;
using AngleSharp.Dom;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Text;
using Ganss.Xss;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Shared.Rendering;

/// <summary>
/// Makes rendered Markdown safe to show. Markdig's <c>DisableHtml</c> keeps raw HTML out and still lets <c>javascript:</c> links through,
/// autolinks too; so what it renders is sanitised against a list of what is allowed. What is left lives in a scope of its own: its classes
/// and ids begin with prefixes that nothing else has, it holds nothing to press but links and folds, and what is folded away is the
/// author's.
/// </summary>
public static class SafeHtml
{
    /// <summary>What every id of a document begins with.</summary>
    public const string IdPrefix = "doc-";

    private static readonly HtmlSanitizer Sanitizer = Create();

    // By the very string, which lives as long as the reading of its runbook: every page of every viewer shows the same.
    private static readonly ConditionalWeakTable<string, string> Cleaned = [];

    /// <summary>The fragment with everything removed that is not allowed.</summary>
    /// <param name="html">What Markdig rendered.</param>
    /// <param name="images">The images that may be shown; without it, each is words.</param>
    public static MarkupString Of(string html, ProseImages? images = null) => new(
        images is not null && html.Contains("<img", StringComparison.Ordinal) ? Clean(html, images) : Cleaned.GetValue(html, Clean));

    /// <summary>The same, as text.</summary>
    public static string Clean(string html) => Clean(html, null);

    private static string Clean(string html, ProseImages? images)
    {
        ArgumentNullException.ThrowIfNull(html);
        var body = Sanitizer.SanitizeDom(html).Body!;
        foreach (var element in body.QuerySelectorAll("*").ToArray())
            Finish(element, images);
        foreach (var text in body.Descendants<IText>().ToArray())
            VisibleHtml.Write(text);
        return body.ChildNodes.ToHtml(HtmlSanitizer.DefaultOutputFormatter);
    }

    private static HtmlSanitizer Create() => new(new HtmlSanitizerOptions
    {
        AllowedTags = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "a", "abbr", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
            "h6", "hr", "i", "img", "input", "ins", "kbd", "li", "mark", "ol", "p", "pre", "s", "section", "span", "strong", "sub",
            "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
        },
        AllowedAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
        {
            "href", "src", "alt", "class", "id", "start", "type", "checked", "colspan", "rowspan", "scope", "open",
        },
        AllowedSchemes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "http", "https", "mailto" },
        UriAttributes = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "href", "src" },
    });

    // What allow-lists cannot say: links leave no trace of where they came from, pictures are those of the runbook or words (nothing is
    // fetched from elsewhere while a change runs), a check box is only a picture of one, ids and classes cannot be those of the page.
    private static void Finish(IElement element, ProseImages? images)
    {
        var source = element.GetAttribute("src");
        element.RemoveAttribute("src");
        if (element.Id is { Length: > 0 } id)
            element.Id = IdPrefix + id;
        Classes(element);
        switch (element.LocalName)
        {
            case "a":
                Link(element);
                break;
            case "img":
                Image(element, source, images);
                return;
            case "input" when element.GetAttribute("type") != "checkbox":
                element.Remove();
                break;
            case "input":
                element.Replace(Box(element));
                break;
            case "pre":
                element.SetAttribute("tabindex", "0");
                element.SetAttribute("role", "group");
                element.SetAttribute("aria-label", "Listing, not run");
                CodeHighlighter.Highlight(element);
                break;
            case "table":
                Frame(element);
                break;
        }

        if (element.LocalName != "input")
            element.RemoveAttribute("type");
        if (element.LocalName != "details")
            element.RemoveAttribute("open");
        element.RemoveAttribute("alt");
    }

    // A picture from elsewhere is a link: whoever wants to see it goes there.
    private static void Image(IElement image, string? source, ProseImages? images)
    {
        var words = VisibleText.Of(image.GetAttribute("alt") ?? "");
        if (source is not null && images?.AddressOf(source) is { } address)
        {
            image.SetAttribute("src", address);
            image.SetAttribute("alt", words);
            image.SetAttribute("loading", "lazy");
            // A picture may show whatever the product shows; its label says that it is one.
            var frame = image.Owner!.CreateElement("span");
            frame.ClassName = "md-image";
            image.Replace(frame);
            frame.AppendChild(image);
            return;
        }

        var text = image.Owner!.CreateTextNode($"[{words}]");
        if (!IsElsewhere(source) || image.Closest("a") is not null)
        {
            image.Replace(text);
            return;
        }

        var link = image.Owner.CreateElement("a");
        link.SetAttribute("href", source);
        Link(link);
        link.AppendChild(text);
        image.Replace(link);
    }

    private static bool IsElsewhere(string? source) => source is not null
        && (source.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || source.StartsWith("http://", StringComparison.OrdinalIgnoreCase));

    // A wide table scrolls in a box of its own, by keys, too.
    private static void Frame(IElement table)
    {
        var frame = table.Owner!.CreateElement("div");
        frame.ClassName = "md-table";
        frame.SetAttribute("tabindex", "0");
        frame.SetAttribute("role", "group");
        frame.SetAttribute("aria-label", "Table");
        table.Replace(frame);
        frame.AppendChild(table);
    }

    private static void Classes(IElement element)
    {
        var kept = element.ClassList.Select(ProseClasses.Of).OfType<string>().Distinct().ToArray();
        if (kept.Length == 0)
            element.RemoveAttribute("class");
        else
            element.ClassName = string.Join(' ', kept);
    }

    private static IElement Box(IElement input)
    {
        var (box, done) = (input.Owner!.CreateElement("span"), input.HasAttribute("checked"));
        box.ClassName = "md-box";
        box.SetAttribute("role", "img");
        box.SetAttribute("aria-label", done ? "done" : "to do");
        box.TextContent = done ? "☑" : "☐";
        return box;
    }

    /// <summary>Where a link leads that rendered Markdown holds; null when it leads nowhere that is allowed.</summary>
    /// <returns>The address, and whether it is another site's.</returns>
    public static (string Address, bool IsElsewhere)? AddressOf(string href)
    {
        ArgumentNullException.ThrowIfNull(href);
        return href.StartsWith('#') ? ($"#{IdPrefix}{href[1..]}", false)
            : IsElsewhere(href) || href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase)
                || href.StartsWith("//", StringComparison.Ordinal) ? (href, true)
            : href.StartsWith('/') && OfFolder(href) is { } page ? (page, false)
            : null;
    }

    // Links to files of the runbooks folder are paths from its root: /dir/other.md#part, and /scripts/run.sh?of=dir%2Fthis.md.
    private static string? OfFolder(string href)
    {
        if (href.Split('?', 2) is [var other, var of] && of.StartsWith("of=", StringComparison.Ordinal))
            return $"files{other}?{of}";
        var (path, anchor) = href.Split('#', 2) is [var before, var after] ? (before, $"#{IdPrefix}{after}") : (href, "");
        var file = Uri.UnescapeDataString(path[1..]);
        return MarkdownFile.IsMarkdown(file) ? RunbookAddress.Of(MarkdownFile.SlugOf(file)) + anchor : null;
    }

    private static void Link(IElement link)
    {
        if (link.GetAttribute("href") is not { } href)
            return;
        if (AddressOf(href) is not var (address, isElsewhere))
        {
            // Without an address it would look like a link, and be none.
            var words = link.Owner!.CreateElement("span");
            foreach (var child in link.ChildNodes.ToArray())
                words.AppendChild(child);
            words.AppendChild(link.Owner.CreateTextNode(" [the link leads out of the runbooks folder]"));
            link.Replace(words);
            return;
        }

        link.SetAttribute("href", address);
        if (isElsewhere)
            link.SetAttribute("rel", "noopener noreferrer nofollow");
    }
}
