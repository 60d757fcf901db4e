using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Engine.Live;

namespace Dashboard.Features.Runs.Model;

/// <summary>Knows who has which run open. In memory only: nobody's evidence.</summary>
public sealed class PresenceTracker(RunChangeNotifier feed)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Visit, byte>> _visits = new(StringComparer.Ordinal);

    /// <summary>Says that a person has a run open, until the result is disposed of.</summary>
    public IDisposable Enter(string runId, Person person)
    {
        var visit = new Visit(this, runId, person);
        _visits.GetOrAdd(runId, _ => new()).TryAdd(visit, 0);
        feed.Publish(runId);
        return visit;
    }

    /// <summary>Who has the run open, each once, by name.</summary>
    public ImmutableArray<Person> Who(string runId) =>
        _visits.TryGetValue(runId, out var all)
            ? [.. all.Keys.Select(v => v.Person).DistinctBy(p => p.Actor.Id).OrderBy(p => p.Actor.Name, StringComparer.OrdinalIgnoreCase)]
            : [];

    private void Leave(Visit visit)
    {
        if (_visits.TryGetValue(visit.RunId, out var all) && all.TryRemove(visit, out _))
            feed.Publish(visit.RunId);
    }

    private sealed class Visit(PresenceTracker tracker, string runId, Person person) : IDisposable
    {
        public string RunId => runId;

        public Person Person => person;

        public void Dispose() => tracker.Leave(this);
    }
}
