using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>Writes into an open run that the host's clock was set. Called by the run's coordinator alone.</summary>
internal sealed class ClockNotes(RunSession session, RunDependencies services)
{
    private long _seen = Before(services, session.State);

    /// <summary>Whether there is something to write.</summary>
    public bool Any => session.State.IsOpen && services.Clock.Jumps() is [.., var latest] && latest.Number > _seen;

    /// <summary>Writes what was not written yet.</summary>
    public async Task WriteAsync()
    {
        if (!session.State.IsOpen)
            return;
        foreach (var jump in services.Clock.Jumps().Where(j => j.Number > _seen))
        {
            await session.AppendAsync(Actor.System, new ClockChanged { By = jump.By });
            _seen = jump.Number;
        }
    }

    // What came before the run was opened, or was written by a coordinator before this one, is none of its news.
    private static long Before(RunDependencies services, RunState run)
    {
        var known = run.Events.LastOrDefault(e => e.Event is ClockChanged)?.At ?? run.OpenedAt;
        return services.Clock.Jumps().LastOrDefault(j => j.At <= known)?.Number ?? 0;
    }
}
