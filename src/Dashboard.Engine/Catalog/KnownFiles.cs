using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Catalog;

/// <summary>
/// What was read of files that stand alone, or with others of the list alone, for as long as their times and lengths are the same: a list
/// of ten thousand files need not open each. It is for lists; whoever opens a runbook reads what is there.
/// </summary>
internal sealed class KnownFiles(TimeProvider time)
{
    // A file that is written twice within a tick of the file system's clock has the same time.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, (ImmutableArray<FolderEntry> Entries, CatalogItem Item)> _known =
        new(StringComparer.Ordinal);

    private string _team = "";

    /// <summary>What is known of a file; null when it has to be looked at.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="others">Every file of the list, by path: what it includes is among them.</param>
    public CatalogItem? Find(FolderEntry entry, IReadOnlyDictionary<string, FolderEntry> others) =>
        _known.TryGetValue(entry.Path, out var known) && known.Entries[0] == entry
            && known.Entries.Skip(1).All(e => others.GetValueOrDefault(e.Path) == e) ? known.Item : null;

    /// <summary>Remembers a file that has been read, unless other files or the next moment could change what it says.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="item">What it says.</param>
    /// <param name="others">Every file of the list, by path.</param>
    public void Keep(FolderEntry entry, CatalogItem item, IReadOnlyDictionary<string, FolderEntry> others)
    {
        if (item.Book is not { Runbook: { Files.IsEmpty: true } runbook })
            return;
        FolderEntry?[] entries = [entry, .. runbook.Parts.Select(p => p.Digest is null ? null : others.GetValueOrDefault(p.Path))];
        if (entries.All(e => e is not null && time.GetUtcNow() - e.Modified > Settled))
            _known[entry.Path] = ([.. entries!], item);
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
