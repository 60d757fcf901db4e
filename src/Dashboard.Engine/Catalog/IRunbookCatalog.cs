using System.Collections.Immutable;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;

namespace Dashboard.Engine.Catalog;

/// <summary>A file of the runbooks folder, in a list.</summary>
/// <param name="Slug">Its path below the folder, without <c>.md</c>.</param>
/// <param name="Book">What it says; null while it is being read.</param>
/// <param name="Findings">What is wrong with it; empty while it is being read.</param>
public sealed record CatalogItem(string Slug, LibraryRunbook? Book, ImmutableArray<LintFinding> Findings);

/// <summary>The runbooks folder as lists show it: what has been read, at once; the rest is read behind the page's back.</summary>
public interface IRunbookCatalog
{
    /// <summary>Every runbook as far as it is known, by slug. Never waits for a text to be read.</summary>
    Task<ImmutableArray<CatalogItem>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Calls back, on any thread, whenever one more has been read.</summary>
    /// <returns>Ends it.</returns>
    IDisposable Subscribe(Action changed);
}
