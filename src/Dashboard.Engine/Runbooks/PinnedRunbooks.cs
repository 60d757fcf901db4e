using System.Collections.Concurrent;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Runbooks as runs pinned them, parsed. A digest names one text for good, so what was parsed once is kept for a while: a page of the
/// audit reads twenty runs of mostly the same runbooks.
/// </summary>
public sealed class PinnedRunbooks(ILedgerStore store)
{
    // Emptied when it is full: parsing anew costs a millisecond, keeping count of what was used last costs more to understand.
    private const int Most = 64;

    // By all that may be part of it: the same runbook was another one when it included another text.
    private readonly ConcurrentDictionary<(string Slug, string Digest, string Parts), Runbook> _parsed = [];

    /// <summary>The runbook of a run; null when the database does not hold it.</summary>
    /// <exception cref="InvalidDataException">What the database holds is not what was pinned.</exception>
    public async Task<Runbook?> FindAsync(RunOpened opened, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var path = MarkdownFile.PathOf(opened.Slug);
        PinnedFile[] others = [.. opened.Files.Where(f => f.Path != path && MarkdownFile.IsMarkdown(f.Path))];
        var key = (opened.Slug, opened.RunbookDigest, Digests.OfFiles(others));
        if (_parsed.TryGetValue(key, out var known))
            return known;
        if (await ReadAsync(opened.RunbookDigest, "its runbook", cancellation) is not { } text)
            return null;
        var parts = new Dictionary<string, PartText>(StringComparer.Ordinal);
        foreach (var file in others)
        {
            parts[file.Path] = new(await ReadAsync(file.Digest, file.Path, cancellation)
                ?? throw new InvalidDataException($"The database no longer holds {file.Path} as it was pinned."), null);
        }

        if (_parsed.Count >= Most)
            _parsed.Clear();
        return _parsed[key] = RunbookParser.Parse(path, text, part: part => parts.GetValueOrDefault(part, PartText.Missing));
    }

    private async Task<string?> ReadAsync(string digest, string what, CancellationToken cancellation)
    {
        if (await store.ReadBlobAsync(digest, cancellation) is not { } bytes)
            return null;
        // What steps run is read from here: content that was exchanged in the database is not what was pinned.
        return Digests.Of(bytes) == digest ? Encoding.UTF8.GetString(bytes)
            : throw new InvalidDataException($"The database holds something else in place of {what}.");
    }
}
