using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>
/// What of a run's past still counts: the one rule for gates, the next action, the rail, progress and reports. A change that was
/// rolled back is undone, and what was looked at before a rollback or a later change tells nothing of the host as it is now.
/// </summary>
public static class Counted
{
    /// <summary>
    /// How the step stands: its latest attempt's settled outcome, or passed when a manual step is confirmed; null when nothing has ended
    /// yet, and when what it came to counts no more.
    /// </summary>
    public static Outcome? OutcomeOf(Runbook runbook, RunState run, Step step) =>
        IsUndone(runbook, run, step) ? null : Latest(run, step).Outcome;

    /// <summary>
    /// Whether what the step came to counts no more, because of a rollback or a change since. An unknown outcome stays one: somebody must
    /// say first what it was.
    /// </summary>
    public static bool IsUndone(Runbook runbook, RunState run, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        // Whoever asks of the whole runbook, and whoever asks of what is in play, gets the same answer.
        runbook = InPlay.Of(runbook, run, step);
        return Latest(run, step) is { Sequence: > 0 and var at, Outcome: not (null or Outcome.Unknown) } && at < Since(runbook, run, step);
    }

    /// <summary>
    /// The step's latest attempt or confirmation: its ledger number (0 for none), how it ended, and when. A confirmation counts for manual
    /// steps only, an attempt for the others only.
    /// </summary>
    internal static (long Sequence, Outcome? Outcome, DateTimeOffset? Ended) Latest(RunState run, Step step) => step.Kind switch
    {
        StepKind.Manual when run.LatestConfirmation(step.Id) is { } confirmed => (confirmed.Sequence, Outcome.Passed, confirmed.At),
        not StepKind.Manual when run.LatestAttempt(step.Id) is { } attempt => (attempt.Sequence, attempt.Settled, attempt.EndedAt),
        _ => (0, null, null),
    };

    /// <summary>The ledger number of the gate's latest rollback; 0 for none.</summary>
    internal static long LatestRollback(Runbook runbook, RunState run, string gateId) =>
        Latest(run, runbook.RollbacksOf(gateId));

    /// <summary>
    /// The ledger number from which the gate begins anew: its latest rollback. A gate that comes after rollbacks begins anew with each
    /// change that these take back.
    /// </summary>
    internal static long BegunAnew(Runbook runbook, RunState run, Gate gate) =>
        Math.Max(LatestRollback(runbook, run, gate.Id),
            Latest(run, RollbackPath.RollbacksBefore(runbook, gate).SelectMany(s => RollbackPath.TakesBack(runbook, s))));

    // The ledger number of the latest thing that takes back the step, or that it would have to look at.
    private static long Since(Runbook runbook, RunState run, Step step) => step.Kind.IsReadOnly()
        ? Math.Max(SinceAround(runbook, run, step), LatestEnd(run, runbook.Steps.Where(s => s.Verify == step.Id && IsLookedAt(s, step))))
        : SinceAround(runbook, run, step);

    // What names a step as its check is looked at by it; but a preflight step that has passed need not pass once the change is made.
    private static bool IsLookedAt(Step change, Step check) =>
        change.Kind == StepKind.Rollback || (check.Kind == StepKind.Smoke && change.Kind.NeedsApproval());

    private static long SinceAround(Runbook runbook, RunState run, Step step) => step.Kind switch
    {
        StepKind.Mutating or StepKind.Destructive =>
            step.GateId is { } id && runbook.FindGate(id) is { } gate ? BegunAnew(runbook, run, gate) : 0,
        StepKind.Rollback => Latest(run, RollbackPath.TakesBack(runbook, step)),
        // Asked anew before the change is made once more; before something is taken away, after all that was changed above.
        StepKind.Preflight when LookedAt(runbook, step).ToArray() is { Length: > 0 } changes
            && !GatePolicy.IsInProgress(runbook, run, runbook.FindGate(step.GateId!)!) =>
            SinceChange(runbook, run, changes),
        StepKind.Preflight => runbook.Gates.Where(g => GatePolicy.IsPreflightOf(step, g)).Select(g => LatestRollback(runbook, run, g.Id))
            .DefaultIfEmpty().Max(),
        _ => Math.Max(SinceChange(runbook, run, [.. ChangesBefore(runbook, step)]), LatestEnd(run, RemovalsBefore(runbook, step))),
    };

    private static long SinceChange(Runbook runbook, RunState run, Step[] changes) =>
        LatestEnd(run, changes.Concat(changes.Select(s => s.GateId).OfType<string>().Distinct().SelectMany(runbook.RollbacksOf)));

    /// <summary>What a smoke or manual step is about: the changes above it. Smoke above them all is about all of them.</summary>
    internal static IEnumerable<Step> ChangesBefore(Runbook runbook, Step step)
    {
        // By the page: a check that stands below a change is about that one, and about no other where that one is out of play.
        var whole = runbook.Whole;
        var meant = ChangesMeant(whole, step);
        var above = whole.Steps.TakeWhile(s => s.Id != step.Id).Where(s => meant.Any(m => m.Id == s.Id)).ToArray();
        var about = above.Length > 0 || step.Kind == StepKind.Manual ? above : meant;
        return ReferenceEquals(whole, runbook) ? about : about.Where(s => runbook.FindStep(s.Id) is not null);
    }

    /// <summary>
    /// The changes that a check or a manual step looks at. A preflight step looks at none, but for one of a gate that takes something away:
    /// at what was changed above it.
    /// </summary>
    internal static IEnumerable<Step> LookedAt(Runbook runbook, Step step) => step.Kind switch
    {
        StepKind.Smoke or StepKind.Manual => ChangesBefore(runbook, step),
        StepKind.Preflight when step.GateId is { } id && runbook.FindGate(id) is { Unlocks: StepKind.Destructive } =>
            runbook.Steps.TakeWhile(s => s.Id != step.Id).Where(s => s.Kind == StepKind.Mutating),
        _ => [],
    };

    /// <summary>Whether a smoke or manual step looks at one of these changes.</summary>
    public static bool IsAboutAny(Runbook runbook, Step step, IReadOnlySet<string> changes)
    {
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(changes);
        return changes.Count > 0 && step.Kind is StepKind.Smoke or StepKind.Manual
            && ChangesBefore(runbook, step).Any(s => changes.Contains(s.Id));
    }

    /// <summary>Whether a check looks only at changes that stand below another step, so that this one cannot wait for it.</summary>
    internal static bool IsAboutLaterThan(Runbook runbook, Step check, Step step) => check.Kind == StepKind.Smoke
        && ChangesBefore(runbook, check).ToArray() is { Length: > 0 } about
        && runbook.Steps.TakeWhile(s => s.Id != step.Id).All(s => about.All(a => a.Id != s.Id));

    /// <summary>
    /// What a smoke or manual step can be about: what its gate unlocks, or all that makes a change where it names no gate. With the gate of
    /// a clean-up, but above all that it takes away, it looks before that, at what was changed above. What waits for a value that the step
    /// itself writes is none of it.
    /// </summary>
    internal static Step[] ChangesMeant(Runbook runbook, Step step)
    {
        var meant = ChangesNamed(runbook, step);
        return step.Outputs.IsEmpty ? [.. meant] : [.. meant.Where(s => !StepOrder.WaitsFor(runbook, s, step))];
    }

    private static IEnumerable<Step> ChangesNamed(Runbook runbook, Step step)
    {
        if (step.GateId is not { } gate)
            return runbook.Steps.Where(s => s.Kind == StepKind.Mutating);
        var above = runbook.Steps.TakeWhile(s => s.Id != step.Id);
        return runbook.FindGate(gate)?.Unlocks == StepKind.Destructive
            && !above.Any(s => s.Kind == StepKind.Destructive && s.GateId == gate)
            ? above.Where(s => s.Kind == StepKind.Mutating)
            : runbook.StepsBehind(gate);
    }

    // What was taken away above a smoke or manual step: it was looked at before that.
    private static IEnumerable<Step> RemovalsBefore(Runbook runbook, Step step) => runbook.Steps.TakeWhile(s => s.Id != step.Id)
        .Where(s => s.Kind == StepKind.Destructive && (step.GateId is null || s.GateId == step.GateId));

    /// <summary>The ledger number of the latest attempt of any of the steps; 0 for none.</summary>
    internal static long Latest(RunState run, IEnumerable<Step> steps) => LatestOf(run, steps)?.Sequence ?? 0;

    // What was looked at while it ran does not tell how it ended.
    private static long LatestEnd(RunState run, IEnumerable<Step> steps) =>
        LatestOf(run, steps) is { } latest ? latest.EndSequence ?? long.MaxValue : 0;

    private static Attempt? LatestOf(RunState run, IEnumerable<Step> steps)
    {
        var ids = steps.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return ids.Count == 0 ? null : run.Attempts.LastOrDefault(a => ids.Contains(a.StepId));
    }
}
