using System.Collections.Immutable;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Finds the images that a document shows: <c>![The architecture](images/architecture.png)</c>.</summary>
internal static class ImageReferences
{
    /// <summary>
    /// Writes the images of an included file as paths from the runbooks folder: they are seen from its own folder, wherever it is included.
    /// </summary>
    /// <param name="document">What is included.</param>
    /// <param name="path">The file's path below the runbooks folder.</param>
    public static void Root(MarkdownDocument document, string path)
    {
        foreach (var image in document.Descendants<LinkInline>().Where(l => l is { IsImage: true, Url: not null }))
        {
            if (RunbookImage.PathOf(path, image.Url!) is { } file)
                image.Url = "/" + LinkReader.Encoded(file);
            else if (!IsElsewhere(image.Url!))
                image.Url = "/../" + image.Url;
        }
    }

    private static bool IsElsewhere(string url) => url.StartsWith("//", StringComparison.Ordinal)
        || url.AsSpan(0, url.AsSpan().IndexOfAny('?', '#', '/') is >= 0 and var end ? end : url.Length).Contains(':');

    /// <summary>What stands in their parentheses, in the order of the document, each once.</summary>
    public static ImmutableArray<string> Of(MarkdownDocument document) =>
    [
        .. document.Descendants<LinkInline>().Where(l => l.IsImage).Select(l => l.Url).OfType<string>().Distinct(StringComparer.Ordinal)
            .Take(RunbookImage.MostImages),
    ];

    /// <summary>Where each stands, and the file that it names.</summary>
    /// <param name="document">The document's tree.</param>
    /// <param name="path">Its path below the runbooks folder.</param>
    /// <param name="source">The file.</param>
    public static ImmutableArray<DocumentLink> Places(MarkdownDocument document, string path, SourceText source) =>
    [
        .. document.Descendants<LinkInline>().Where(l => l is { IsImage: true, Url.Length: > 0 }).Select(image =>
        {
            var at = source.At(Math.Clamp(image.Span.Start, 0, source.Text.Length));
            return new DocumentLink(RunbookImage.PathOf(path, image.Url!), null, image.Url!, at.Line, at.Column);
        }),
    ];
}
