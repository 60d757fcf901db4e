using System.Collections.Immutable;

namespace Dashboard.Engine.Catalog;

/// <summary>The runbooks folder as lists show it: what has been read, at once; the rest is read behind the page's back.</summary>
public interface IRunbookCatalog
{
    /// <summary>
    /// Every Markdown file as far as it is known, by path, and what cannot be read. Never waits for a text to be read.
    /// </summary>
    Task<ImmutableArray<CatalogItem>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Calls back, on any thread, when more has been read.</summary>
    /// <returns>Ends it.</returns>
    IDisposable Subscribe(Action changed);
}
