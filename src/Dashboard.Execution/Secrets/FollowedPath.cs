using Dashboard.Execution.Files;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// One declared path, and whether a version of what lies there came and went before anybody read it. A version comes by writing, by moving
/// and by linking, of the file or of a folder or a link on the way to it. One may wait to be read; when it is replaced or goes before that,
/// it is lost. Not for several threads at once.
/// </summary>
/// <param name="path">An absolute path.</param>
/// <param name="watch">Watches a folder; null where the kernel gives no watch.</param>
/// <param name="since">What changed before that time did not change while it was followed.</param>
internal sealed class FollowedPath(string path, Func<string, FolderEvents, int?> watch, DateTimeOffset since)
{
    private const int MostLinks = 40;

    private const string Twice =
        "A declared secret file was written more than once before it could be read again, so a value that it held in between is not known. "
            + "Write it once in a step, or print nothing of it.";

    private const string Gone =
        "A declared secret file was taken away or replaced before it could be read, so the value that it held is not known. Leave it there "
            + "until the step has ended, or print nothing of it.";

    private const string Late =
        "A declared secret file came in a new folder, or behind a new link, and may have held another value before anybody could look. "
            + "Make its folder in an earlier step, or print nothing of it.";

    private static readonly string TooMany =
        $"A declared secret folder holds more than {HostSecrets.MaxFolders} folders or {HostSecrets.MaxFiles} files, so not all in it can "
            + "be followed. Declare a smaller one.";

    // Each entry that the path leads through, from the root on; behind a link comes what it leads to.
    private readonly List<((int Watch, string Name) Entry, bool Last)> _way = [];

    // Where every entry counts; and what links in them lead to.
    private readonly HashSet<int> _folders = [];
    private readonly HashSet<(int, string)> _outside = [];

    // Versions that wait to be read: of all that lies at the path, and of single entries.
    private bool _replaced;
    private readonly HashSet<(int, string)> _unread = [];

    // Created and not closed yet: a link, or a file that is still empty. Written to and not closed yet. Folders that nobody has looked
    // into.
    private readonly HashSet<(int, string)> _fresh = [], _written = [], _unseen = [];

    // What came since the last walk with all that it holds; and whether a folder came empty.
    private readonly HashSet<(int, string)> _arrived = [];
    private bool _made;
    private bool _begun;

    /// <summary>The path.</summary>
    public string Path => path;

    /// <summary>How often something came or went.</summary>
    public long Changes { get; private set; }

    /// <summary>Whether the path must be walked anew: it may lead elsewhere.</summary>
    public bool IsStale { get; private set; } = true;

    /// <summary>Whether a version waits to be read.</summary>
    public bool Waits => _replaced || _unread.Count > 0 || _fresh.Count > 0;

    /// <summary>Why a version is not known; null while all are.</summary>
    public string? Lost { get; private set; }

    /// <summary>Whether an entry counts.</summary>
    public bool Follows((int Watch, string Name) entry) => Place(entry) >= 0 || _folders.Contains(entry.Watch) || _outside.Contains(entry);

    /// <summary>Nobody can tell any more what came and went.</summary>
    public void Lose(string words) => Lost ??= words;

    /// <summary>All that came so far has been read.</summary>
    public void Settle()
    {
        _replaced = false;
        _unread.Clear();
        _fresh.Clear();
    }

    /// <summary>Takes an event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="within">It is an end of a move whose both ends are followed.</param>
    public void Take(in FolderEvent e, bool within)
    {
        if (e.Is(FolderEvents.FolderDeleted | FolderEvents.FolderMoved | FolderEvents.Ignored))
            Folder(e.Entry.Watch);
        else if (Place(e.Entry) is >= 0 and var place)
            OnWay(place, e, within);
        else if (_folders.Contains(e.Entry.Watch) || _outside.Contains(e.Entry))
            Inside(e, within);
    }

    /// <summary>Goes the way to the path, and watches each folder on it before looking at what is in there.</summary>
    public void Walk()
    {
        var before = new Before([.. _way.Select(w => w.Entry), .. _outside], [.. _folders], _made);
        IsStale = _made = false;
        _way.Clear();
        _folders.Clear();
        _outside.Clear();
        _unseen.Clear();
        try
        {
            Way(before);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Whoever reads the file meets the same, and says it.
        }

        _arrived.Clear();
        _begun = true;
    }

    // Without a watch on the folder around it, the folder alone tells that it has gone.
    private void Folder(int folder)
    {
        if (_way.FindIndex(w => w.Entry.Watch == folder) is >= 0 and var place)
        {
            _way.RemoveRange(place, _way.Count - place);
            if (Waits || _written.Count > 0)
                Lose(Gone);
            Settle();
            Changes++;
        }
        else if (!_folders.Contains(folder))
        {
            return;
        }

        IsStale = true;
    }

    private void OnWay(int place, in FolderEvent e, bool within)
    {
        var (entry, last) = _way[place];
        if (e.Is(FolderEvents.Modified | FolderEvents.ClosedWritten))
        {
            if (last && Closes(e))
                Replace(entry);
            return;
        }

        // Behind it everything is another.
        _way.RemoveRange(place + 1, _way.Count - place - 1);
        _folders.Clear();
        _outside.Clear();
        IsStale = true;
        Changes++;
        if (e.Is(FolderEvents.Deleted | FolderEvents.MovedFrom))
        {
            if (!within && (Waits || _unseen.Count > 0 || _written.Contains(entry)))
                Lose(Gone);
            _written.Clear();
            _unseen.Clear();
            Settle();
        }
        else if (e.Is(FolderEvents.Created) && e.Is(FolderEvents.OfFolder))
        {
            _unseen.Add(entry);
            _made = true;
        }
        else if (e.Is(FolderEvents.Created) && last)
        {
            _fresh.Add(entry);
            _arrived.Add(entry);
        }
        else
        {
            if (_written.Remove(entry) || _fresh.Remove(entry))
                Lose(Gone);
            _arrived.Add(entry);
            Replace(entry);
        }
    }

    private void Inside(in FolderEvent e, bool within)
    {
        var entry = e.Entry;
        if (e.Is(FolderEvents.Modified | FolderEvents.ClosedWritten))
        {
            if (Closes(e))
                ReplaceOne(entry);
            return;
        }

        Changes++;
        var isFolder = e.Is(FolderEvents.OfFolder);
        // What came may be a link, and lead to what nobody watches yet.
        IsStale = true;
        if (e.Is(FolderEvents.Deleted | FolderEvents.MovedFrom))
        {
            var waited = _unread.Remove(entry) | _fresh.Remove(entry) | _written.Remove(entry) | _unseen.Remove(entry);
            if (!within && (waited || (isFolder && e.Is(FolderEvents.MovedFrom) && _unread.Count > 0)))
                Lose(Gone);
        }
        else if (e.Is(FolderEvents.Created))
        {
            (isFolder ? _unseen : _fresh).Add(entry);
            _made |= isFolder;
            if (!isFolder)
                _arrived.Add(entry);
        }
        else
        {
            if (_written.Remove(entry) || _fresh.Remove(entry))
                Lose(Gone);
            _arrived.Add(entry);
            if (!isFolder || !within)
                ReplaceOne(entry);
        }
    }

    // Closed without having been written to, as "install /dev/null FILE" does before the secret comes: no version.
    private bool Closes(in FolderEvent e)
    {
        if (e.Is(FolderEvents.Modified))
        {
            _fresh.Remove(e.Entry);
            _written.Add(e.Entry);
            return false;
        }

        _fresh.Remove(e.Entry);
        return _written.Remove(e.Entry);
    }

    private void Replace((int, string) entry)
    {
        if (_replaced || _unread.Count > 0 || _fresh.Any(f => f != entry))
            Lose(Twice);
        _replaced = true;
        Changes++;
    }

    private void ReplaceOne((int, string) entry)
    {
        if (_replaced || !_unread.Add(entry))
            Lose(Twice);
        Changes++;
    }

    private void Way(Before before)
    {
        var left = new Stack<string>();
        Push(path);
        var (folder, links, arrived) = ("/", 0, DateTimeOffset.MinValue);
        while (left.TryPop(out var name))
        {
            if (name == "..")
            {
                folder = System.IO.Path.GetDirectoryName(folder) ?? folder;
                continue;
            }

            var last = left.Count == 0;
            (int, string)? entry = watch(folder, last ? FolderEvents.Contents : FolderEvents.Entries) is { } number ? (number, name) : null;
            if (entry is not null)
                _way.Add((entry.Value, last));
            var full = System.IO.Path.Combine(folder, name);
            var found = RegularFile.LookAtLink(full);
            if (found is not null && entry is not null && _arrived.Contains(entry.Value) && found.Changed > arrived)
                arrived = found.Changed;
            if (found?.Type == "link")
            {
                if (++links > MostLinks || new FileInfo(full).LinkTarget is not { } target)
                    break;
                if (target.StartsWith('/'))
                    folder = "/";
                Push(target);
            }
            else if (found?.Type == "directory" && !last)
            {
                folder = full;
            }
            else
            {
                // A link that leads nowhere is no version of anything; one that leads somewhere is.
                if (_fresh.RemoveWhere(f => f != entry && Place(f) >= 0) > 0 && found is not null)
                    Replace(entry ?? default);
                if (found?.Type == "directory")
                    Enter(full, 0, before, arrived);
                else if (found is not null && entry is not null && !before.Entries.Contains(entry.Value))
                    Judge(found, before, arrived);
                break;
            }
        }

        void Push(string more)
        {
            foreach (var part in more.Split('/').Where(p => p is not ("" or ".")).Reverse())
                left.Push(part);
        }
    }

    private void Enter(string folder, int depth, Before before, DateTimeOffset arrived)
    {
        if (depth > HostSecrets.MaxDepth || watch(folder, FolderEvents.Contents) is not { } number || !_folders.Add(number))
            return;
        var files = 0;
        foreach (var full in Directory.EnumerateFileSystemEntries(folder))
        {
            if (_folders.Count > HostSecrets.MaxFolders || ++files > HostSecrets.MaxFiles + HostSecrets.MaxFolders)
            {
                Lose(TooMany);
                return;
            }

            (int, string) entry = (number, System.IO.Path.GetFileName(full));
            if (RegularFile.LookAtLink(full) is not { } found)
                continue;
            if (_arrived.Contains(entry) && found.Changed > arrived)
                arrived = found.Changed;
            if (found.Type == "directory")
                Enter(full, depth + 1, before, arrived);
            else if (found.Type == "link")
                Link(full, entry, depth, before, arrived);
            else if (!before.Folders.Contains(number))
                Judge(found, before, arrived);
        }
    }

    private void Link(string full, (int, string) entry, int depth, Before before, DateTimeOffset arrived)
    {
        var isFresh = _fresh.Remove(entry);
        if (RegularFile.Look(full) is not { } found)
            return;
        if (isFresh)
            ReplaceOne(entry);
        if (found.Type == "directory")
            Enter(full, depth + 1, before, arrived);
        else if (File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName is { } target
            && System.IO.Path.GetDirectoryName(target) is { } folder
            && watch(folder, FolderEvents.Contents) is { } number && _outside.Add((number, System.IO.Path.GetFileName(target)))
            && !before.Folders.Contains(number) && !before.Entries.Contains((number, System.IO.Path.GetFileName(target))))
            Judge(found, before, arrived);
    }

    // A file that was there when its folder began to be watched. What came with its folder or behind its link held nothing else since,
    // unless it changed after that; of a folder that came empty nobody knows what its files held before.
    private void Judge(FileStamp found, Before before, DateTimeOffset arrived)
    {
        if (_begun && found.Changed > (before.Made || arrived < since ? since : arrived))
            Lose(Late);
    }

    private int Place((int, string) entry) => _way.FindIndex(w => w.Entry == entry);

    private sealed record Before(HashSet<(int, string)> Entries, HashSet<int> Folders, bool Made);
}
