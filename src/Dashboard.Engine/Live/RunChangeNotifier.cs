using System.Collections.Concurrent;

namespace Dashboard.Engine.Live;

/// <summary>
/// Tells viewers that something in a run changed. It carries no data and keeps nothing: a viewer that is slow or gone slows
/// nothing down, and reads what is true now when it gets to it. Evidence never depends on it.
/// </summary>
public sealed class RunChangeNotifier
{
    // No run has this id.
    private const string All = "";

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Watch, byte>> _watches = new(StringComparer.Ordinal);

    /// <summary>Watches a run until the result is disposed of.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="changed">Called on the writer's thread: must only set a flag or post, and return at once.</param>
    public IDisposable Subscribe(string runId, Action changed)
    {
        var watch = new Watch(this, runId, changed);
        _watches.GetOrAdd(runId, _ => new()).TryAdd(watch, 0);
        return watch;
    }

    /// <summary>Watches all runs until the result is disposed of. As above.</summary>
    public IDisposable SubscribeToAll(Action changed) => Subscribe(All, changed);

    /// <summary>Says that something in the run changed: an event, or output.</summary>
    public void Publish(string runId)
    {
        Tell(runId);
        Tell(All);
    }

    private void Tell(string key)
    {
        if (!_watches.TryGetValue(key, out var all))
            return;
        foreach (var watch in all.Keys)
            watch.Changed();
    }

    private sealed class Watch(RunChangeNotifier feed, string runId, Action changed) : IDisposable
    {
        public void Changed() => changed();

        public void Dispose()
        {
            if (feed._watches.TryGetValue(runId, out var all))
                all.TryRemove(this, out _);
        }
    }
}
