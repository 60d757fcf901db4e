using System.Collections.Frozen;
using Markdig.Extensions.Alerts;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Writes a call-out, with its word as its title. Of kinds that GitHub does not have, a quote.</summary>
internal sealed class AlertRenderer : HtmlObjectRenderer<AlertBlock>
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["note"] = "Note",
        ["tip"] = "Tip",
        ["important"] = "Important",
        ["warning"] = "Warning",
        ["caution"] = "Caution",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The call-out's first line.</summary>
    public static string Title(AlertBlock alert) => Words.TryGetValue(alert.Kind.ToString(), out var word)
        ? $"<p class=\"markdown-alert-title\">{word}</p>\n"
        : $"<p>[!{alert.Kind}]</p>\n";

    /// <summary>Puts some of what stands in the call-out into its tags.</summary>
    public static string Wrap(AlertBlock alert, string html) => Words.TryGetValue(alert.Kind.ToString(), out var word)
        ? $"<div class=\"markdown-alert markdown-alert-{word.ToLowerInvariant()}\">\n{html}</div>\n"
        : $"<blockquote>\n{html}</blockquote>\n";

    protected override void Write(HtmlRenderer renderer, AlertBlock obj)
    {
        var tight = renderer.ImplicitParagraph;
        renderer.ImplicitParagraph = false;
        renderer.EnsureLine();
        var (open, close) = Wrap(obj, "\0").Split('\0') is [var first, var last] ? (first, last) : ("", "");
        renderer.Write(open);
        renderer.Write(Title(obj));
        renderer.WriteChildren(obj);
        renderer.EnsureLine();
        renderer.Write(close);
        renderer.ImplicitParagraph = tight;
    }
}
