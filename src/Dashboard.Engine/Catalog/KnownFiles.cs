using System.Collections.Concurrent;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Catalog;

/// <summary>
/// What was read of files that stand alone, for as long as a file's time and length are the same: a list of ten thousand files need not
/// open each. It is for lists; whoever opens a runbook reads what is there.
/// </summary>
internal sealed class KnownFiles(TimeProvider time)
{
    // A file that is written twice within a tick of the file system's clock has the same time.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (FolderEntry Entry, CatalogItem Item)> _known = new(StringComparer.Ordinal);

    private string _team = "";

    /// <summary>What is known of a file; null when it has to be looked at.</summary>
    public CatalogItem? Find(FolderEntry entry) =>
        _known.TryGetValue(entry.Path, out var known) && known.Entry == entry ? known.Item : null;

    /// <summary>Remembers a file that has been read, unless other files or the next moment could change what it says.</summary>
    public void Keep(FolderEntry entry, CatalogItem item)
    {
        if (item.Book is { Runbook.Files.IsEmpty: true } && time.GetUtcNow() - entry.Modified > Settled)
            _known[entry.Path] = (entry, item);
    }

    /// <summary>Forgets the files that are gone, and all of them when the team says something else of its programs.</summary>
    public void Retain(IReadOnlyCollection<FolderEntry> entries, TeamFile team)
    {
        if (Interlocked.Exchange(ref _team, team.Digest) != team.Digest)
            _known.Clear();
        if (_known.Count <= entries.Count)
            return;
        var there = entries.Select(e => e.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in _known.Keys.Where(p => !there.Contains(p)))
            _known.TryRemove(path, out _);
    }
}
