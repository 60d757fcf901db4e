using Dashboard.Execution.Files;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// Follows how declared secret files get new content. Whoever reads a file now and then sees its last version alone; a value that was there
/// in between is a secret that nobody knows. A thread of its own watches new folders at once, before much can happen in them. Where the
/// kernel gives no watch, nothing is followed. Every call may wait for storage that hangs, but for <see cref="Dispose"/>.
/// </summary>
internal sealed class VersionFollower(TimeProvider time) : IDisposable
{
    private const string TooMuch = "More happened where declared secret files lie than could be followed, so a value that one held in "
        + "between is not known. Put them where nothing else is written.";

    /// <summary>
    /// After so many events without a pause, they are taken in lots: a step that writes much beside its secrets is not to cost a processor.
    /// </summary>
    private const int Busy = 16;

    /// <summary>The clock of files runs behind by up to this.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private readonly List<FollowedPath> _paths = [];
    private FolderEventQueue? _queue;
    private int _anyWatch;
    private volatile bool _ended;

    /// <summary>Why a version is not known; null while all are.</summary>
    public string? Lost
    {
        get
        {
            lock (_lock)
                return _paths.Select(p => p.Lost).FirstOrDefault(l => l is not null);
        }
    }

    /// <summary>Begins to follow paths. Each is asked for when its turn has come.</summary>
    public void Follow(IEnumerable<string> paths)
    {
        lock (_lock)
        {
            if (_ended || (_queue = FolderEventQueue.Open()) is null)
                return;
            var since = time.GetUtcNow() - Behind;
            foreach (var path in paths)
            {
                _paths.Add(new(path, Watch, since));
                _paths[^1].Walk();
            }

            if (_paths.Count == 0)
            {
                _queue.Close();
                _queue = null;
                return;
            }
        }

        new Thread(Pump) { IsBackground = true, Name = "versions of secrets" }.Start();
    }

    /// <summary>What has happened so far; to be told when it was read.</summary>
    public long Mark()
    {
        lock (_lock)
        {
            Drain();
            return _paths.Sum(p => p.Changes);
        }
    }

    /// <summary>Whether a version of the path waits to be read.</summary>
    public bool Waits(string path)
    {
        lock (_lock)
            return _paths.Any(p => p.Path == path && p.Waits);
    }

    /// <summary>Everything that waited at the mark has been read.</summary>
    /// <returns>Whether nothing happened since; else it must be read again.</returns>
    public bool Settle(long mark)
    {
        lock (_lock)
        {
            Drain();
            if (_paths.Sum(p => p.Changes) != mark)
                return false;
            _paths.ForEach(p => p.Settle());
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        if (!_lock.TryEnter())
            return;
        // An event, which wakes the thread; it closes what it reads from.
        _queue?.Forget(_anyWatch);
        _lock.Exit();
    }

    private void Pump()
    {
        try
        {
            for (var busy = 0; !_ended;)
            {
                busy = _queue!.Wait(0) ? busy + 1 : 0;
                if (busy == 0)
                    _queue.Wait(1000);
                else if (busy > Busy)
                    FolderEventQueue.Gather();
                lock (_lock)
                    Drain();
            }
        }
        catch (Exception e)
        {
            // On a thread of its own it would end the server.
            lock (_lock)
                _paths.ForEach(p => p.Lose($"The declared secrets could not be followed: {e.Message}"));
        }

        lock (_lock)
        {
            _queue!.Close();
            _queue = null;
        }
    }

    private void Drain()
    {
        if (_queue is null)
            return;
        var events = _queue.Take();
        var ends = Ends(events);
        if (events.Any(e => e.Is(FolderEvents.MovedFrom) && ends.GetValueOrDefault(e.Cookie) == 1))
        {
            // The other end of a move comes with it, but maybe not in the same reading.
            _queue.Wait(1);
            events.AddRange(_queue.Take());
            ends = Ends(events);
        }

        foreach (var e in events)
        {
            foreach (var path in _paths)
            {
                if (e.Is(FolderEvents.Overflow))
                    path.Lose(TooMuch);
                else
                    path.Take(e, e.Cookie != 0 && ends.GetValueOrDefault(e.Cookie) == 2);
            }
        }

        foreach (var path in _paths.Where(p => p.IsStale))
            path.Walk();
    }

    // How many ends of each move are followed.
    private Dictionary<uint, int> Ends(List<FolderEvent> events)
    {
        var ends = new Dictionary<uint, int>();
        foreach (var e in events.Where(e => e.Cookie != 0 && _paths.Any(p => p.Follows(e.Entry))))
            ends[e.Cookie] = ends.GetValueOrDefault(e.Cookie) + 1;
        return ends;
    }

    private int? Watch(string folder, FolderEvents events)
    {
        var watch = _queue?.Watch(folder, events);
        _anyWatch = watch ?? _anyWatch;
        return watch;
    }
}
