using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

// What must have passed before: preflight and `after` for gates, the change itself for smoke and rollback, the sections for manual steps.
public static partial class GatePolicy
{
    /// <summary>The steps whose passing a gate asks for: preflight (of this gate, or of none in particular when it unlocks mutating steps), then what <c>after</c> names.</summary>
    public static IEnumerable<Step> EvidenceSteps(Runbook runbook, Gate gate) =>
        PreflightOf(runbook, gate).Concat(AfterOf(runbook, gate)).Distinct();

    private static IEnumerable<Step> PreflightOf(Runbook runbook, Gate gate) => runbook.Steps.Where(s =>
        s.Kind == StepKind.Preflight && (s.GateId == gate.Id || (s.GateId is null && gate.Unlocks == StepKind.Mutating)));

    private static IEnumerable<Step> AfterOf(Runbook runbook, Gate gate) =>
        gate.After.SelectMany(name => runbook.Steps.Where(s => s.Id == name || s.Kind.Word() == name));

    private static IEnumerable<LockReason> EvidenceReasons(Runbook runbook, RunState run, Gate gate, DateTimeOffset now)
    {
        var rolledBack = LatestRollback(runbook, run, gate.Id);
        foreach (var step in PreflightOf(runbook, gate))
        {
            var attempt = run.LatestAttempt(step.Id);
            if (attempt?.Settled != Outcome.Passed)
            {
                yield return new(LockCode.PreflightMissing, $"Preflight “{step.Title}” {Standing(attempt)}.", $"Run “{step.Title}”.", step.Id);
            }
            else if (attempt.Sequence < rolledBack)
            {
                yield return new(LockCode.PreflightStale, $"Preflight “{step.Title}” passed before the rollback.", $"Run “{step.Title}” again.", step.Id);
            }
            else if (Stale(run, gate, attempt.Sequence, attempt.EndedAt, now))
            {
                yield return new(LockCode.PreflightStale,
                    $"Preflight “{step.Title}” passed {Ago(run, attempt.Sequence, attempt.EndedAt, now)}; the gate accepts {Durations.Words(gate.Fresh!.Value)}.",
                    $"Run “{step.Title}” again.", step.Id);
            }
        }

        // Evidence about the changed host is worth something only when it is younger than the latest change.
        var changed = run.Attempts.LastOrDefault(a => runbook.FindStep(a.StepId)?.Kind is StepKind.Mutating or StepKind.Rollback)?.Sequence ?? 0;
        foreach (var step in AfterOf(runbook, gate).Distinct())
        {
            var (sequence, ended) = Evidence(run, step);
            if (OutcomeOf(run, step) != Outcome.Passed)
            {
                yield return new(LockCode.AfterMissing, $"“{step.Title}” {Standing(run.LatestAttempt(step.Id))}.", Todo(step), step.Id);
            }
            else if (sequence < changed && IsAboutTheChange(runbook, step))
            {
                yield return new(LockCode.AfterMissing, $"“{step.Title}” passed before the latest change of the host.", $"{Todo(step)[..^1]} again.", step.Id);
            }
            else if (step.Kind == StepKind.Mutating && step.GateId is { } own && sequence < LatestRollback(runbook, run, own))
            {
                yield return new(LockCode.AfterMissing, $"“{step.Title}” was rolled back.", Todo(step), step.Id);
            }
            else if (step.Kind.IsReadOnly() && Stale(run, gate, sequence, ended, now))
            {
                yield return new(LockCode.AfterMissing,
                    $"“{step.Title}” passed {Ago(run, sequence, ended, now)}; the gate accepts {Durations.Words(gate.Fresh!.Value)}.",
                    $"Run “{step.Title}” again.", step.Id);
            }
        }
    }

    private static IEnumerable<LockReason> SmokeReasons(Runbook runbook, RunState run, Step step)
    {
        var changing = runbook.Steps.Where(s => s.Kind == StepKind.Mutating && (step.GateId is null || s.GateId == step.GateId)).ToArray();
        if (changing.Length > 0 && !changing.Any(s => run.AttemptsOf(s.Id).Any(a => !a.IsRunning)))
        {
            yield return new(LockCode.NothingChanged, "Smoke checks the change, and no mutating step has run.",
                $"Run “{changing[0].Title}” first.", changing[0].Id);
        }
    }

    private static IEnumerable<LockReason> RollbackReasons(Runbook runbook, RunState run, Step step)
    {
        if (!WasAttempted(runbook, run, step.GateId))
        {
            yield return new(LockCode.NothingChanged, "There is nothing to take back: no mutating step of its gate was attempted.",
                "It unlocks by itself as soon as one was.");
        }
    }

    private static IEnumerable<LockReason> ManualReasons(Runbook runbook, RunState run, Step step)
    {
        var own = runbook.Sections.FirstOrDefault(s => s.Id == step.SectionId);
        var wayBack = own?.StepIds.Select(runbook.FindStep).FirstOrDefault(s => s?.Kind == StepKind.Rollback);
        if (wayBack is not null)
        {
            if (!WasAttempted(runbook, run, wayBack.GateId))
                yield return new(LockCode.SectionNotReached, "It belongs to the rollback, and nothing was changed yet.", "It unlocks once a mutating step was attempted.");
            yield break;
        }

        foreach (var section in runbook.Sections.TakeWhile(s => s.Id != step.SectionId))
        {
            var steps = section.StepIds.Select(runbook.FindStep).OfType<Step>().ToArray();
            if (steps.Any(s => s.Kind == StepKind.Rollback))
                continue;
            foreach (var open in steps.Where(s => OutcomeOf(run, s) != Outcome.Passed))
            {
                yield return new(LockCode.SectionNotReached, $"“{open.Title}” in “{section.Title}” {Standing(run.LatestAttempt(open.Id))}.", Todo(open), open.Id);
            }
        }
    }

    private static bool WasAttempted(Runbook runbook, RunState run, string? gateId) => run.Attempts.Any(a =>
        runbook.FindStep(a.StepId) is { Kind: StepKind.Mutating } s && s.GateId == gateId);

    private static (long Sequence, DateTimeOffset? Ended) Evidence(RunState run, Step step) =>
        step.Kind == StepKind.Manual
            ? (run.LatestConfirmation(step.Id)?.Sequence ?? 0, run.LatestConfirmation(step.Id)?.At)
            : (run.LatestAttempt(step.Id)?.Sequence ?? 0, run.LatestAttempt(step.Id)?.EndedAt);

    /// <summary>How the step stands. A confirmation counts for manual steps only, an attempt for the others only.</summary>
    private static Outcome? OutcomeOf(RunState run, Step step) => step.Kind == StepKind.Manual
        ? run.LatestConfirmation(step.Id) is null ? null : Outcome.Passed
        : run.LatestAttempt(step.Id)?.Settled;

    /// <summary>Whether the step tells something of the changed host: smoke does, and a manual step that stands after the first change.</summary>
    private static bool IsAboutTheChange(Runbook runbook, Step step) => step.Kind == StepKind.Smoke
        || (step.Kind == StepKind.Manual && runbook.Steps.TakeWhile(s => s.Id != step.Id).Any(s => s.Kind == StepKind.Mutating));

    /// <summary>Whether evidence is too old. Evidence without a time is, and evidence from before nobody knows when.</summary>
    private static bool Stale(RunState run, Gate gate, long sequence, DateTimeOffset? ended, DateTimeOffset now) =>
        gate.Fresh is { } fresh && (ended is not { } end || sequence < run.AgeUnknownBefore || now - end > fresh);

    private static string Ago(RunState run, long sequence, DateTimeOffset? ended, DateTimeOffset now) =>
        ended is { } end && sequence >= run.AgeUnknownBefore ? $"{Durations.Words(now - end)} ago" : "at an unknown time";

    private static string Standing(Attempt? attempt) => attempt?.Settled switch
    {
        null when attempt is not null => "is still running",
        null => "has not run",
        Outcome.Passed => "has passed",
        Outcome.Failed => "failed",
        Outcome.TimedOut => "timed out",
        Outcome.Cancelled => "was cancelled",
        _ => "has an unknown outcome",
    };

    private static string Todo(Step step) => step.Kind == StepKind.Manual ? $"Confirm “{step.Title}”." : $"Run “{step.Title}”.";
}
