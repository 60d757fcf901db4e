using System.Collections.Immutable;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Finds the images that a document shows: <c>![The architecture](images/architecture.png)</c>.</summary>
internal static class ImageReferences
{
    /// <summary>What stands in their parentheses, in the order of the document, each once.</summary>
    public static ImmutableArray<string> Of(MarkdownDocument document) =>
    [
        .. document.Descendants<LinkInline>().Where(l => l.IsImage).Select(l => l.Url).OfType<string>().Distinct(StringComparer.Ordinal)
            .Take(RunbookImage.MostImages),
    ];
}
