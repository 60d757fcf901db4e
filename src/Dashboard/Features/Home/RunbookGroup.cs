using System.Collections.Immutable;
using Dashboard.Engine.Catalog;

namespace Dashboard.Features.Home;

/// <summary>The files of one folder, in a list.</summary>
/// <param name="Folder">The folder's path below the runbooks folder; empty for that folder itself.</param>
/// <param name="Items">Its files, by path.</param>
public sealed record RunbookGroup(string Folder, ImmutableArray<CatalogItem> Items)
{
    /// <summary>What is asked for, by folder; the runbooks folder itself comes first.</summary>
    /// <param name="items">The files.</param>
    /// <param name="search">Words that must all be in the title, the path or the owner; empty for all files.</param>
    public static ImmutableArray<RunbookGroup> Of(IEnumerable<CatalogItem> items, string search)
    {
        var words = search.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return [.. items.Where(i => words.All(w => Holds(i, w))).GroupBy(i => i.Folder, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new RunbookGroup(g.Key, [.. g]))];
    }

    private static bool Holds(CatalogItem item, string word) =>
        item.Path.Contains(word, StringComparison.CurrentCultureIgnoreCase)
        || (item.Book?.Runbook is { } book && (book.Title.Contains(word, StringComparison.CurrentCultureIgnoreCase)
            || book.Owner?.Contains(word, StringComparison.CurrentCultureIgnoreCase) == true));
}
