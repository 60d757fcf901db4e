using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Dashboard.Shared.Rendering;

/// <summary>
/// The few classes that prose has: those which Markdig itself writes, under names that no style of the page and of MudBlazor uses.
/// </summary>
internal static partial class ProseClasses
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["contains-task-list"] = "md-tasks",
        ["task-list-item"] = "md-task",
        ["footnotes"] = "md-footnotes",
        ["footnote-ref"] = "md-footnote-ref",
        ["footnote-back-ref"] = "md-footnote-back",
        ["markdown-alert"] = "md-alert",
        ["markdown-alert-title"] = "md-alert-title",
        ["markdown-alert-note"] = "md-alert-note",
        ["markdown-alert-tip"] = "md-alert-tip",
        ["markdown-alert-important"] = "md-alert-important",
        ["markdown-alert-warning"] = "md-alert-warning",
        ["markdown-alert-caution"] = "md-alert-caution",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The class as the page has it; null when it is not kept.</summary>
    public static string? Of(string name) => Known.TryGetValue(name, out var own) ? own : Language().IsMatch(name) ? "md-" + name : null;

    [GeneratedRegex(@"\Alanguage-[a-z0-9+#-]{1,30}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Language();
}
