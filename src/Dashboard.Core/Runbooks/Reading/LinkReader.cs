using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Finds the links that stay on the page or in the runbooks folder, and writes them as paths from the folder's root.</summary>
internal static partial class LinkReader
{
    /// <summary>Reads all links of a document, in its order.</summary>
    /// <param name="document">Its tree. Links to other runbooks get addresses such as <c>/dir/other.md#part</c>, those to other files
    /// <c>/scripts/run.sh?of=dir%2Fthis.md</c>: such a file is shown to whoever comes by that runbook.</param>
    /// <param name="path">The document's path below the runbooks folder.</param>
    /// <param name="source">The file.</param>
    /// <param name="anchors">
    /// For an included file: the anchors of its headings, and what they are on the page that it is included in. Its other headings are on
    /// its own page alone.
    /// </param>
    public static ImmutableArray<DocumentLink> Read(MarkdownDocument document, string path, SourceText source,
        IReadOnlyDictionary<string, string>? anchors = null)
    {
        var links = ImmutableArray.CreateBuilder<DocumentLink>();
        foreach (var link in document.Descendants<LinkInline>().Where(l => !l.IsImage))
        {
            if (link.Url is not { Length: > 0 } url || Resolve(path, url) is not var (file, anchor))
                continue;
            var at = source.At(Math.Clamp(link.Span.Start, 0, source.Text.Length));
            if (anchors is not null && file is "")
                (file, anchor) = anchors.TryGetValue(anchor ?? "", out var here) ? ("", here) : (path, anchor);
            links.Add(new(file, anchor, url, at.Line, at.Column) { Part = at.File });
            if (anchors is not null && file is "")
                link.Url = "#" + Uri.EscapeDataString(anchor!);
            else if (file is { Length: > 0 })
                link.Url = "/" + Encoded(file) + (!MarkdownFile.IsMarkdown(file) ? "?of=" + Uri.EscapeDataString(path)
                    : anchor is null ? ""
                    : "#" + Uri.EscapeDataString(anchor));
        }

        return links.ToImmutable();
    }

    /// <summary>
    /// Where an address leads: <c>#part</c>, <c>other.md</c>, <c>../dir/other.md#part</c>, <c>/dir/other.md</c> from the folder's root.
    /// </summary>
    /// <returns>Null when it is an address elsewhere. Other files than Markdown have no headings.</returns>
    public static (string? Path, string? Anchor)? Resolve(string from, string address)
    {
        var hash = address.IndexOf('#', StringComparison.Ordinal);
        var anchor = hash >= 0 && hash + 1 < address.Length ? Decoded(address[(hash + 1)..]) : null;
        var path = hash >= 0 ? address[..hash] : address;
        if (path.Length == 0)
            return anchor is null ? null : ("", anchor);
        if (path.StartsWith("//", StringComparison.Ordinal) || Scheme().IsMatch(path))
            return null;
        path = Decoded(path.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? path[..query] : path);
        if (path.Length == 0)
            return null;
        // An empty path is this file; the folder itself is another thing.
        var file = FolderPath.Join(FolderPath.FolderOf(from), path) is { } joined ? joined.Length == 0 ? "." : joined : null;
        return (file, MarkdownFile.IsMarkdown(path) ? anchor : null);
    }

    /// <summary>A path as it stands in an address.</summary>
    internal static string Encoded(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static string Decoded(string text) => Uri.UnescapeDataString(text);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant)]
    private static partial Regex Scheme();
}
