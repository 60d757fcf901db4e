using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Runs;

/// <summary>What differs between a run and the runbooks folder, for screens: at most a few seconds old, however many ask.</summary>
internal sealed class DriftCache(RunDependencies services)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<string, (DateTimeOffset At, ImmutableArray<FileDrift> Drift)> _known =
        new(StringComparer.Ordinal);

    public async Task<ImmutableArray<FileDrift>> OfAsync(RunState run)
    {
        if (!run.IsOpen)
        {
            _known.TryRemove(run.RunId, out _);
            return [];
        }

        var now = services.Now;
        if (_known.TryGetValue(run.RunId, out var known) && now - known.At < MaxAge)
            return known.Drift;
        var drift = await DriftGuard.DriftAsync(run, services);
        _known[run.RunId] = (now, drift);
        return drift;
    }
}
