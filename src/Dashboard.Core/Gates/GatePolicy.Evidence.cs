using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;

namespace Dashboard.Core.Gates;

// What must have passed before: preflight and `after` for gates, the change itself for smoke and rollback, the sections for manual steps.
public static partial class GatePolicy
{
    /// <summary>
    /// The steps whose passing a gate asks for: preflight (of this gate, or of none in particular when it unlocks mutating steps), then
    /// what <c>after</c> names.
    /// </summary>
    public static IEnumerable<Step> EvidenceSteps(Runbook runbook, Gate gate) =>
        PreflightOf(runbook, gate).Concat(AfterOf(runbook, gate)).Distinct();

    /// <summary>Whether a gate asks for a step as its preflight.</summary>
    public static bool IsPreflightOf(Step step, Gate gate)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(gate);
        return step.Kind == StepKind.Preflight && (step.GateId == gate.Id || (step.GateId is null && gate.Unlocks == StepKind.Mutating));
    }

    private static IEnumerable<Step> PreflightOf(Runbook runbook, Gate gate) => runbook.Steps.Where(s => IsPreflightOf(s, gate));

    private static IEnumerable<Step> AfterOf(Runbook runbook, Gate gate) =>
        gate.After.SelectMany(name => runbook.Steps.Where(s => IsNamed(runbook, s, name)));

    /// <summary>
    /// Whether a name of <c>after</c> means the step: by its id, or by its kind, which means those that a run that goes well comes to.
    /// </summary>
    public static bool IsNamed(Runbook runbook, Step step, string name)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Id == name
            || (step.Kind.DisplayName() == name && (step.Kind == StepKind.Rollback || !RollbackPath.Holds(runbook, step)));
    }

    private static IEnumerable<LockReason> EvidenceReasons(Runbook runbook, RunState run, Gate gate, DateTimeOffset now)
    {
        foreach (var step in PreflightOf(runbook, gate))
        {
            var attempt = run.LatestAttempt(step.Id);
            if (attempt?.Settled != Outcome.Passed)
            {
                yield return new(LockCode.PreflightMissing, $"Preflight “{step.Title}” {Standing(attempt)}.",
                    $"Run “{step.Title}”.", step.Id);
            }
            else if (Counted.IsUndone(runbook, run, step))
            {
                yield return new(LockCode.PreflightStale, gate.Unlocks == StepKind.Destructive
                    ? $"Preflight “{step.Title}” passed before the latest change to the host."
                    : $"Preflight “{step.Title}” passed before a rollback.", $"Run “{step.Title}” again.", step.Id);
            }
            else if (Stale(run, gate, attempt.Sequence, attempt.EndedAt, now))
            {
                yield return new(LockCode.PreflightStale,
                    $"Preflight “{step.Title}” passed {Ago(run, attempt.Sequence, attempt.EndedAt, now)}; the gate accepts evidence up to "
                        + $"{Durations.Words(gate.Fresh!.Value)} old.",
                    $"Run “{step.Title}” again.", step.Id);
            }
        }

        // Where one rollback had something to take back, those that have nothing are not waited for: they cannot be run.
        var takesBack = AfterOf(runbook, gate).Any(s => s.Kind == StepKind.Rollback && RollbackPath.IsOwed(runbook, run, s));
        foreach (var step in AfterOf(runbook, gate).Distinct()
            .Where(s => s.Kind != StepKind.Rollback || !takesBack || RollbackPath.IsOwed(runbook, run, s)))
        {
            var (sequence, outcome, ended) = Counted.Latest(run, step);
            if (outcome != Outcome.Passed)
            {
                yield return new(LockCode.AfterMissing, $"“{step.Title}” {Standing(run.LatestAttempt(step.Id))}.", Todo(step), step.Id);
            }
            else if (Counted.IsUndone(runbook, run, step))
            {
                yield return step.Kind.NeedsApproval()
                    ? new(LockCode.AfterMissing, $"“{step.Title}” was rolled back.", Todo(step), step.Id)
                    : new(LockCode.AfterMissing, $"“{step.Title}” passed before the latest change to the host.",
                        $"{Todo(step)[..^1]} again.", step.Id);
            }
            else if (FallenChange(runbook, run, gate, step) is { } change)
            {
                yield return new(LockCode.AfterMissing, Counted.IsUndone(runbook, run, change)
                    ? $"“{step.Title}” passed after “{change.Title}” was rolled back."
                    : $"“{step.Title}” passed, but “{change.Title}” {Standing(run.LatestAttempt(change.Id))}.",
                    $"{Todo(change)[..^1]} again, and then “{step.Title}”.", change.Id);
            }
            else if (step.Kind.IsReadOnly() && Stale(run, gate, sequence, ended, now))
            {
                yield return new(LockCode.AfterMissing,
                    $"“{step.Title}” passed {Ago(run, sequence, ended, now)}; the gate accepts evidence up to "
                        + $"{Durations.Words(gate.Fresh!.Value)} old.",
                    $"Run “{step.Title}” again.", step.Id);
            }
        }
    }

    /// <summary>
    /// What locks a gate whose changes are in progress: nothing but that what it comes after has fallen since: the change was
    /// rolled back, or a check of it fails.
    /// </summary>
    private static IEnumerable<LockReason> FallenReasons(Runbook runbook, RunState run, Gate gate) =>
        from step in gate.Unlocks == StepKind.Destructive ? AfterOf(runbook, gate).Distinct() : []
        let fallen = Counted.OutcomeOf(runbook, run, step) is not (null or Outcome.Passed) ? step : FallenChange(runbook, run, gate, step)
        where fallen is not null
        group step by fallen into steps
        let words = Counted.IsUndone(runbook, run, steps.Key) ? "was rolled back" : Standing(run.LatestAttempt(steps.Key.Id))
        select new LockReason(LockCode.AfterMissing, $"“{steps.Key.Title}” {words}, and “{gate.Title}” comes after it.",
            $"{Todo(steps.Key)[..^1]} again, or close the run.", steps.Key.Id);

    // What such a gate unlocks takes the old way away. A check that passed after a rollback, or after a change that failed, may tell of the
    // old way, which is the one that is in use then.
    private static Step? FallenChange(Runbook runbook, RunState run, Gate gate, Step step) =>
        gate.Unlocks != StepKind.Destructive || step.Kind == StepKind.Rollback || RollbackPath.RollbacksBefore(runbook, gate).Any() ? null
        : (step.Kind.NeedsApproval() ? [step] : Counted.LookedAt(runbook, step))
            .FirstOrDefault(c => run.AttemptsOf(c.Id).Any() && Counted.Latest(run, c).Outcome != Outcome.Unknown
                && Counted.OutcomeOf(runbook, run, c) != Outcome.Passed);

    private static IEnumerable<LockReason> SmokeReasons(Runbook runbook, RunState run, Step step)
    {
        var changing = Counted.ChangesMeant(runbook, step);
        if (changing.Length > 0 && Counted.ChangesBefore(runbook, step).Any()
            && !changing.Any(s => run.AttemptsOf(s.Id).Any(a => !a.IsRunning)))
        {
            yield return new(LockCode.NothingChanged, $"Smoke checks the change, and no {changing[0].Kind.DisplayName()} step has run.",
                $"Run “{changing[0].Title}” first.", changing[0].Id);
        }
    }

    private static IEnumerable<LockReason> RollbackReasons(Runbook runbook, RunState run, Step step)
    {
        if (!WasAttempted(runbook, run, step.GateId))
        {
            yield return new(LockCode.NothingChanged, "There is nothing to roll back: no mutating step of its gate was attempted.",
                "It unlocks once one has been.");
        }
    }

    private static IEnumerable<LockReason> ManualReasons(Runbook runbook, RunState run, Step step)
    {
        if (run.Running is { } running && runbook.FindStep(running.StepId) is { } change && change.Kind.ChangesHost())
            yield return new(LockCode.Busy, $"“{change.Title}” is still running.", "Wait for it to finish.", change.Id);
        if (RollbackPath.Holds(runbook, step))
        {
            if (!RollbackPath.RollbacksAround(runbook, step).Any(s => WasAttempted(runbook, run, s.GateId)))
                yield return new(LockCode.SectionNotReached, "It belongs to the rollback, and nothing has been changed yet.",
                    "It unlocks once a mutating step was attempted.");
            yield break;
        }

        foreach (var section in runbook.Sections.TakeWhile(s => s.Id != step.SectionId))
        {
            foreach (var open in section.StepIds.Select(runbook.FindStep).OfType<Step>()
                .Where(s => !RollbackPath.Holds(runbook, s) && Counted.OutcomeOf(runbook, run, s) != Outcome.Passed
                    && !Counted.IsAboutLaterThan(runbook, s, step)))
            {
                var standing = Counted.IsUndone(runbook, run, open)
                    ? "was rolled back, or predates the latest change"
                    : Standing(run.LatestAttempt(open.Id));
                yield return new(LockCode.SectionNotReached, $"“{open.Title}” in “{section.Title}” {standing}.", Todo(open), open.Id);
            }
        }
    }

    private static bool WasAttempted(Runbook runbook, RunState run, string? gateId) => run.Attempts.Any(a =>
        runbook.FindStep(a.StepId) is { Kind: StepKind.Mutating } s && s.GateId == gateId);

    /// <summary>Whether evidence is too old. Evidence without a time is, and evidence from before nobody knows when.</summary>
    private static bool Stale(RunState run, Gate gate, long sequence, DateTimeOffset? ended, DateTimeOffset now) =>
        gate.Fresh is { } fresh && (ended is not { } end || sequence < run.AgeUnknownBefore || now - end > fresh);

    /// <summary>
    /// How much longer a passed check is fresh enough for every gate that asks for it; negative when it is too old, null when no gate asks.
    /// </summary>
    public static TimeSpan? FreshFor(Runbook runbook, RunState run, Step step, Attempt passed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(passed);
        if (runbook.Gates.Where(g => g.Fresh is not null && IsPreflightOf(step, g)).MinBy(g => g.Fresh) is not { Fresh: { } limit } gate)
            return null;
        var left = passed.EndedAt is { } ended ? limit - (now - ended) : TimeSpan.MinValue;
        return Stale(run, gate, passed.Sequence, passed.EndedAt, now) && left >= TimeSpan.Zero ? TimeSpan.MinValue : left;
    }

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
