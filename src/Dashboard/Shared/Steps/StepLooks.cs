using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using MudBlazor;

namespace Dashboard.Shared.Steps;

/// <summary>How a step stands, as a person sees it.</summary>
public enum StepStanding
{
    /// <summary>It can be run, or confirmed, now.</summary>
    Ready,

    /// <summary>Something is in the way.</summary>
    Locked,

    /// <summary>An attempt is under way.</summary>
    Running,

    /// <summary>Its latest attempt passed, or it is confirmed.</summary>
    Passed,

    /// <summary>Its latest attempt failed.</summary>
    Failed,

    /// <summary>Its latest attempt was ended at its deadline.</summary>
    TimedOut,

    /// <summary>Its latest attempt was cancelled.</summary>
    Cancelled,

    /// <summary>Nobody saw its latest attempt end.</summary>
    Unknown,

    /// <summary>It changed the host, and a rollback took that back.</summary>
    Undone,

    /// <summary>It was looked at before a rollback, or before the latest change that it is about.</summary>
    OutOfDate,
}

/// <summary>An icon, a word and a style: never a colour alone.</summary>
/// <param name="Icon">A Material icon.</param>
/// <param name="Word">What a person, or a screen reader, reads.</param>
/// <param name="Css">A class of <c>run.css</c>.</param>
public sealed record StepLook(string Icon, string Word, string Css);

/// <summary>What steps look like.</summary>
public static class StepLooks
{
    /// <summary>How a step stands in a run, given what the policy says of it.</summary>
    public static StepStanding Standing(Runbook runbook, RunState run, Step step, GateDecision decision)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(decision);
        if (run.LatestAttempt(step.Id) is { IsRunning: true })
            return StepStanding.Running;
        return Counted.OutcomeOf(runbook, run, step) switch
        {
            { } outcome => Of(outcome),
            null when Counted.IsUndone(runbook, run, step) => step.Kind.ChangesHost() ? StepStanding.Undone : StepStanding.OutOfDate,
            null when decision.IsUnlocked => StepStanding.Ready,
            null => StepStanding.Locked,
        };
    }

    /// <summary>The standing that an outcome gives.</summary>
    public static StepStanding Of(Outcome outcome) => outcome switch
    {
        Outcome.Passed => StepStanding.Passed,
        Outcome.Failed => StepStanding.Failed,
        Outcome.TimedOut => StepStanding.TimedOut,
        Outcome.Cancelled => StepStanding.Cancelled,
        _ => StepStanding.Unknown,
    };

    /// <summary>What a standing looks like.</summary>
    public static StepLook Look(StepStanding standing) => standing switch
    {
        StepStanding.Ready => new(Icons.Material.Outlined.Circle, "ready", "is-ready"),
        StepStanding.Locked => new(Icons.Material.Outlined.Lock, "locked", "is-locked"),
        StepStanding.Running => new(Icons.Material.Filled.PlayCircle, "running", "is-running"),
        StepStanding.Passed => new(Icons.Material.Filled.CheckCircle, "passed", "is-passed"),
        StepStanding.Failed => new(Icons.Material.Filled.Cancel, "failed", "is-failed"),
        StepStanding.TimedOut => new(Icons.Material.Filled.TimerOff, "timed out", "is-failed"),
        StepStanding.Cancelled => new(Icons.Material.Filled.StopCircle, "cancelled", "is-cancelled"),
        StepStanding.Undone => new(Icons.Material.Filled.Undo, "undone", "is-undone"),
        StepStanding.OutOfDate => new(Icons.Material.Filled.History, "out of date", "is-undone"),
        _ => new(Icons.Material.Filled.Help, "outcome unknown", "is-unknown"),
    };

    /// <summary>The class that gives a step's kind its colour.</summary>
    public static string Css(this StepKind kind) => $"kind-{kind.Word()}";

    /// <summary>The beginning of a digest, enough for people to compare.</summary>
    public static string Brief(string digest)
    {
        ArgumentNullException.ThrowIfNull(digest);
        return digest.Length <= 8 ? digest : digest[..8];
    }
}
