using System.Collections.Concurrent;
using Dashboard.Core.Gates;

namespace Dashboard.Engine.Runs;

/// <summary>Who is changing a target now. Two runs never change the same one at the same time.</summary>
internal sealed class TargetLocks
{
    private readonly ConcurrentDictionary<string, Hold> _holds = new(StringComparer.Ordinal);

    /// <summary>Takes the target for a run.</summary>
    /// <returns>Null when it was taken (or the run held it already), else who holds it.</returns>
    public LockReason? Take(string target, Hold hold)
    {
        var holder = _holds.GetOrAdd(target, hold);
        return holder.RunId == hold.RunId
            ? null
            : new(LockCode.TargetHeld, $"Run {holder.RunNumber} is changing {target}: “{holder.StepTitle}”, started by {holder.By}.",
                $"Wait for it, or resolve it in run {holder.RunNumber}.");
    }

    /// <summary>Lets the target go, when the run holds it.</summary>
    public void Release(string target, string runId)
    {
        if (_holds.TryGetValue(target, out var holder) && holder.RunId == runId)
            _holds.TryRemove(new(target, holder));
    }

    /// <summary>Who holds a target, and for what.</summary>
    internal sealed record Hold(string RunId, long RunNumber, string StepTitle, string By);
}
