using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>Finds the next action: the first step, forwards or in the rollback, that has not passed, or what it waits for.</summary>
public sealed class NextActionFinder
{
    private static readonly Person Anyone = new(new Actor("anyone", "an operator"), [Role.Operator]);

    private readonly Runbook _runbook;
    private readonly RunState _run;
    private readonly Person _person;
    private readonly DateTimeOffset _now;

    private NextActionFinder(Runbook runbook, RunState run, Person person, DateTimeOffset now) =>
        (_runbook, _run, _person, _now) = (runbook, run, person, now);

    /// <summary>The next thing to do.</summary>
    /// <param name="runbook">The runbook as pinned.</param>
    /// <param name="run">The run.</param>
    /// <param name="person">Who asks. For someone who runs nothing the answer is what the run waits for from an operator.</param>
    /// <param name="now">The time.</param>
    public static NextAction Of(Runbook runbook, RunState run, Person? person, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        return new NextActionFinder(InPlay.Of(runbook, run), run, person is { MayRun: true } ? person : Anyone, now).Find();
    }

    private NextAction Find()
    {
        if (_run.Closed is { } closed)
            return new NextAction.Over(closed.Result);
        if (_run.Running is { } running && _runbook.FindStep(running.StepId) is { } active)
            return new NextAction.Watch(active, running);
        if (_run.Unsettled(_runbook).FirstOrDefault() is { } unknown && _runbook.FindStep(unknown.StepId) is { } lost)
            return Settle(lost, unknown);
        return FollowRollback() ?? FollowSteps();
    }

    /// <summary>
    /// The verify step comes before the verdict, unless it has run since. After another change it would tell of that one.
    /// </summary>
    private NextAction Settle(Step step, Attempt attempt) =>
        step.Verify is { } id && _runbook.FindStep(id) is { } verify
        && !_run.AttemptsOf(id).Any(a => a.Sequence > attempt.Sequence) && !_run.IsCovered(_runbook, attempt) && Decide(verify).IsUnlocked
            ? new NextAction.Run(verify, Settles: step)
            : new NextAction.Settle(step, attempt);

    /// <summary>
    /// Once a rollback has started, it is followed to its end. The run is over after it only if every change was rolled back.
    /// </summary>
    private NextAction? FollowRollback() =>
        FirstActionOf(RolledBack.Gates(_runbook, _run).SelectMany(g => RollbackPath.Of(_runbook, _run, g.Id)))
            ?? (RolledBack.IsAll(_runbook, _run) ? new NextAction.Close(RunResult.RolledBack) : null);

    /// <summary>
    /// What the changes that stand ask for comes first. When nothing but what was rolled back is left, doing that anew is one way on, and
    /// taking back the rest or closing the run are others.
    /// </summary>
    private NextAction FollowSteps()
    {
        var aside = RolledBack.SetAside(_runbook, _run);
        var open = Open.ToLookup(s => aside.Contains(s.Id));
        return FirstActionOf(open[false].Concat(open[true])) is not { } way ? new NextAction.Close(RunResult.Completed)
            : open[false].Any() ? way
            : way with { OrClose = true };
    }

    // The first that is open, in the order of the document; where that one waits, perhaps for one below it, the first that somebody can go
    // on with. What looks at a change that waits for somebody else comes after it.
    private NextAction? FirstActionOf(IEnumerable<Step> steps)
    {
        NextAction? wait = null;
        var waiting = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in steps.Where(s => OutcomeOf(s) != Outcome.Passed))
        {
            if (!step.Kind.NeedsApproval() && Counted.IsAboutAny(_runbook, step, waiting))
                continue;
            var way = ActionFor(step);
            if (way is not NextAction.Wait)
                return way;
            waiting.Add(step.Id);
            wait ??= way;
        }

        return wait;
    }

    private NextAction ActionFor(Step step, int depth = 0)
    {
        var decision = Decide(step);
        if (decision.IsUnlocked)
        {
            return step.Kind == StepKind.Manual ? new NextAction.Confirm(step)
                : OutcomeOf(step) is { } outcome and not Outcome.Passed
                    ? new NextAction.Run(step, outcome == Outcome.Unknown ? "was interrupted" : outcome.DisplayName(), OpenRollback(step))
                    : new NextAction.Run(step, Rollback: RollbackOfStanding(step));
        }

        ImmutableArray<LockReason> reasons = decision.Reasons;
        if (step.Kind.NeedsApproval() && step.GateId is { } gateId && _runbook.FindGate(gateId) is { } gate)
        {
            var approval = GatePolicy.DecideApproval(_runbook, _run, gate, _person, _now);
            if (approval.IsUnlocked)
                return new NextAction.Approve(gate, _run.AttemptsOf(step.Id).Any() ? OpenRollback(step) : null)
                {
                    OrClose = OnlyDestructiveLeft(),
                };
            reasons = [.. approval.Reasons.Where(r => r.Code != LockCode.AlreadyApproved), .. reasons];
        }

        // The first thing in the way that a step can clear; two steps deep is as far as a runbook's own rules go.
        foreach (var reason in reasons.Where(r => r.StepId is not null && r.StepId != step.Id))
        {
            if (depth < 4 && _runbook.FindStep(reason.StepId!) is { } other
                && ActionFor(other, depth + 1) is not NextAction.Wait and var way)
                return way;
        }

        return new NextAction.Wait(reasons[0]);
    }

    // A check that failed after a rollback may ask for the rollback once more. A change that was rolled back has none left to roll back.
    private Step? OpenRollback(Step step) => step.Kind == StepKind.Rollback ? null : RollbackOfStanding(step) ?? Rollbacks
        .FirstOrDefault(s => step.GateId is null
            || (s.GateId == step.GateId && (!step.Kind.NeedsApproval() || RolledBack.Stands(_runbook, _run, step.GateId))));

    // Where one change was rolled back and another stands, the rollback of the other is always a way on.
    private Step? RollbackOfStanding(Step step) => RollbackPath.Holds(_runbook, step) || RolledBack.Gates(_runbook, _run).IsEmpty ? null
        : Rollbacks.FirstOrDefault(s => RolledBack.Stands(_runbook, _run, s.GateId!));

    private IEnumerable<Step> Rollbacks => _runbook.Steps.Where(s => s.Kind == StepKind.Rollback && Decide(s).IsUnlocked);

    // What is still to be done on the way on.
    private IEnumerable<Step> Open => _runbook.Steps.Where(s => !RollbackPath.Holds(_runbook, s) && OutcomeOf(s) != Outcome.Passed);

    private bool OnlyDestructiveLeft() =>
        Open.All(s => s.Kind == StepKind.Destructive) && !_run.Attempts.Any(a => KindOf(a) == StepKind.Destructive);

    private Outcome? OutcomeOf(Step step) => Counted.OutcomeOf(_runbook, _run, step);

    private StepKind? KindOf(Attempt attempt) => _runbook.FindStep(attempt.StepId)?.Kind;

    private GateDecision Decide(Step step) => GatePolicy.Decide(_runbook, _run, step, _person, _now);
}
