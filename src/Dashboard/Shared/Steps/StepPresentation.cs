using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using MudBlazor;

namespace Dashboard.Shared.Steps;

/// <summary>Icons, words and styles of the statuses of steps.</summary>
public static class StepPresentation
{
    /// <summary>The status of a step in a run, given the gate policy's decision.</summary>
    public static StepStatus StatusOf(Runbook runbook, RunState run, Step step, GateDecision decision)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(decision);
        if (run.LatestAttempt(step.Id) is { IsRunning: true })
            return StepStatus.Running;
        if (InPlay.SkipOf(run, step) is not null)
            return StepStatus.Skipped;
        if (!InPlay.Holds(runbook, run, step))
            return StepStatus.NotApplicable;
        return Counted.OutcomeOf(runbook, run, step) switch
        {
            { } outcome => StatusOf(outcome),
            null when Counted.IsUndone(runbook, run, step) => step.Kind.ChangesHost() ? StepStatus.Undone : StepStatus.OutOfDate,
            null when decision.IsUnlocked => StepStatus.Ready,
            null => StepStatus.Locked,
        };
    }

    /// <summary>The status that an outcome gives.</summary>
    public static StepStatus StatusOf(Outcome outcome) => outcome switch
    {
        Outcome.Passed => StepStatus.Passed,
        Outcome.Failed => StepStatus.Failed,
        Outcome.TimedOut => StepStatus.TimedOut,
        Outcome.Cancelled => StepStatus.Cancelled,
        _ => StepStatus.Unknown,
    };

    /// <summary>How a status looks.</summary>
    public static StepBadge BadgeOf(StepStatus status) => status switch
    {
        StepStatus.Ready => new(Icons.Material.Outlined.Circle, "ready", "is-ready"),
        StepStatus.Locked => new(Icons.Material.Outlined.Lock, "locked", "is-locked"),
        StepStatus.Running => new(Icons.Material.Filled.PlayCircle, "running", "is-running"),
        StepStatus.Passed => new(Icons.Material.Filled.CheckCircle, "passed", "is-passed"),
        StepStatus.Failed => new(Icons.Material.Filled.Cancel, "failed", "is-failed"),
        StepStatus.TimedOut => new(Icons.Material.Filled.TimerOff, "timed out", "is-failed"),
        StepStatus.Cancelled => new(Icons.Material.Filled.StopCircle, "cancelled", "is-cancelled"),
        StepStatus.Undone => new(Icons.Material.Filled.Undo, "rolled back", "is-undone"),
        StepStatus.OutOfDate => new(Icons.Material.Filled.History, "out of date", "is-undone"),
        StepStatus.Skipped => new(Icons.Material.Filled.SkipNext, "skipped", "is-undone"),
        StepStatus.NotApplicable => new(Icons.Material.Filled.RemoveCircleOutline, "not applicable", "is-locked"),
        _ => new(Icons.Material.Filled.Help, "outcome unknown", "is-unknown"),
    };

    /// <summary>The class that gives a step's kind its colour.</summary>
    public static string Css(this StepKind kind) => $"kind-{kind.DisplayName()}";

    /// <summary>The beginning of a digest, enough for people to compare.</summary>
    public static string ShortDigest(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        return digest.Length <= 8 ? digest : digest[..8];
    }
}
