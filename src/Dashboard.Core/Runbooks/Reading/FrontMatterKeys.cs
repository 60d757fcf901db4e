using System.Collections.Frozen;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Tells the keys of the front matter apart: the format's own, slips of them, and those of the site generators that a runbook may be
/// published by as well.
/// </summary>
internal static class FrontMatterKeys
{
    /// <summary>The keys that the format gives a meaning to.</summary>
    public static readonly string[] Own = ["title", "owner", "inputs", "secrets", "files", "window", "gates", "part"];

    // Others have `port` and `parts` in their front matter: no harm is done when a slip of this one is only a warning.
    private static readonly string[] Slips = [.. Own.Where(k => k != "part")];

    private static readonly FrozenSet<string> OfGenerators = new[]
    {
        // Hugo
        "aliases", "audio", "build", "cascade", "categories", "date", "description", "draft", "expiryDate", "headless", "images",
        "isCJKLanguage", "keywords", "lastmod", "layout", "linkTitle", "markup", "menu", "menus", "modified", "outputs", "params",
        "pubdate", "publishDate", "published", "resources", "series", "sitemap", "slug", "summary", "tags", "translationKey", "type",
        "unpublishdate", "url", "videos", "weight",
        // Jekyll and its usual themes and plugins
        "author", "category", "collection", "comments", "excerpt", "excerpt_separator", "grand_parent", "has_children", "has_toc", "image",
        "lang", "last_modified_at", "locale", "nav_exclude", "nav_order", "order", "parent", "permalink", "redirect_from", "redirect_to",
        "render_with_liquid", "search_exclude", "toc",
        // Docusaurus
        "authors", "author_image_url", "author_title", "author_url", "custom_edit_url", "displayed_sidebar", "format",
        "hide_table_of_contents", "hide_title", "id", "last_update", "mdx", "pagination_label", "pagination_next", "pagination_prev",
        "parse_number_prefixes", "sidebar", "sidebar_class_name", "sidebar_custom_props", "sidebar_key", "sidebar_label",
        "sidebar_position", "title_meta", "toc_max_heading_level", "toc_min_heading_level", "truncate", "unlisted",
        // MkDocs and its usual theme
        "hide", "icon", "search", "status", "subtitle", "template",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What to say of a key that the format does not have: nothing of <c>x-</c> keys and those of site generators, an error of what was
    /// meant as a key of the format, since what stands behind it would be lost; a warning of any other.
    /// </summary>
    public static DiagnosticSeverity? Severity(string key) =>
        key.StartsWith("x-", StringComparison.OrdinalIgnoreCase) || OfGenerators.Contains(key) ? null
        : SpellingSuggestion.Slip(key, Slips) is null ? DiagnosticSeverity.Warning
        : DiagnosticSeverity.Error;

    /// <summary>The key of the format that is written there, rightly or with a slip; null for a foreign one.</summary>
    public static string? Meant(string key) =>
        Own.Contains(key) ? key : Severity(key) == DiagnosticSeverity.Error ? SpellingSuggestion.Slip(key, Slips) : null;
}
