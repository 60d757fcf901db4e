using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Shared.Rendering;

/// <summary>
/// Where the images of a page's prose are: those that were pinned with it, and no others. The address holds the digest, so what a browser
/// has kept is what was read.
/// </summary>
public sealed class ProseImages
{
    private readonly string _runbook;
    private readonly Func<PinnedFile, string> _address;
    private readonly Dictionary<string, PinnedFile> _files;

    private ProseImages(string runbook, ImmutableArray<PinnedFile> files, Func<PinnedFile, string> address)
    {
        (_runbook, _address) = (runbook, address);
        _files = files.ToDictionary(f => f.Path, StringComparer.Ordinal);
    }

    /// <summary>The images of a runbook as it lies in the folder now.</summary>
    public static ProseImages Of(LibraryRunbook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new(book.Path, book.Files,
            file => $"images/{file.Digest}/{string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString))}");
    }

    /// <summary>The images as they were when a run was opened.</summary>
    public static ProseImages Of(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new(MarkdownFile.PathOf(run.Opened.Slug), run.Opened.Files, file => $"runs/{run.RunId}/images/{file.Digest}");
    }

    /// <summary>The address of what a reference names; null when it is no image of this page.</summary>
    public string? AddressOf(string reference) =>
        RunbookImage.PathOf(_runbook, reference) is { } path && _files.TryGetValue(path, out var file) ? _address(file) : null;
}
