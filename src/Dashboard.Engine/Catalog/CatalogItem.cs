using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;

namespace Dashboard.Engine.Catalog;

/// <summary>A file of the runbooks folder, in a list.</summary>
/// <param name="Slug">What it is called by: its path below the folder, without <c>.md</c>; its path when it cannot be read.</param>
/// <param name="Book">What it says, without its bytes; null while it is being read, and when it cannot be.</param>
/// <param name="Findings">What is wrong with it; empty while it is being read.</param>
public sealed record CatalogItem(string Slug, LibraryRunbook? Book, ImmutableArray<LintFinding> Findings)
{
    /// <summary>Why it cannot be read, as a sentence; null when it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Its path below the folder.</summary>
    public string Path => Problem is null ? MarkdownFile.PathOf(Slug) : Slug;

    /// <summary>The folder it lies in; empty for the runbooks folder itself.</summary>
    public string Folder => Path.LastIndexOf('/') is var end and > 0 ? Path[..end] : "";
}
