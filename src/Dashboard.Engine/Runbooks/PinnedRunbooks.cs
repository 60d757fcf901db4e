using System.Collections.Concurrent;
using System.Text;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
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

    private readonly ConcurrentDictionary<(string Slug, string Digest), Runbook> _parsed = [];

    /// <summary>The runbook; null when the database does not hold it.</summary>
    /// <exception cref="InvalidDataException">What the database holds is not what was pinned.</exception>
    public async Task<Runbook?> FindAsync(string slug, string digest, CancellationToken cancellation = default)
    {
        if (_parsed.TryGetValue((slug, digest), out var known))
            return known;
        if (await store.ReadBlobAsync(digest, cancellation) is not { } bytes)
            return null;
        // What steps run is read from here: content that was exchanged in the database is not what was pinned.
        if (Digests.Of(bytes) != digest)
            throw new InvalidDataException("The database holds something else in place of its runbook.");
        if (_parsed.Count >= Most)
            _parsed.Clear();
        return _parsed[(slug, digest)] = RunbookParser.Parse(MarkdownFile.PathOf(slug), Encoding.UTF8.GetString(bytes));
    }
}
