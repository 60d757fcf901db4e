using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Rendering;

/// <summary>Finds the next thing to do: the first step of the way on, or of the way back, that has not passed, or what it waits for.</summary>
public sealed class NextStep
{
    private static readonly Person Anyone = new(new Actor("anyone", "an operator"), [Role.Operator]);

    private readonly Runbook _runbook;
    private readonly RunState _run;
    private readonly Person _person;
    private readonly DateTimeOffset _now;

    private NextStep(Runbook runbook, RunState run, Person person, DateTimeOffset now) =>
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
        return new NextStep(runbook, run, person is { MayRun: true } ? person : Anyone, now).Find();
    }

    private NextAction Find()
    {
        if (_run.Closed is { } closed)
            return new NextAction.Over(closed.Result);
        if (_run.Running is { } running && _runbook.FindStep(running.StepId) is { } active)
            return new NextAction.Watch(active, running);
        if (_run.Attempts.FirstOrDefault(a => a.Settled == Outcome.Unknown) is { } unknown && _runbook.FindStep(unknown.StepId) is { } lost)
            return Settle(lost, unknown);
        return GoBack() ?? GoOn();
    }

    /// <summary>The verify step comes before the verdict, unless it has run since.</summary>
    private NextAction Settle(Step step, Attempt attempt) =>
        step.Verify is { } id && _runbook.FindStep(id) is { } verify
        && !_run.AttemptsOf(id).Any(a => a.Sequence > attempt.Sequence) && Decide(verify).IsUnlocked
            ? new NextAction.Run(verify, Settles: step)
            : new NextAction.Settle(step, attempt);

    /// <summary>Once a rollback was started after the latest change, the way back is walked to its end.</summary>
    private NextAction? GoBack()
    {
        var changed = LatestChange();
        if (changed == 0 || !_run.Attempts.Any(a => a.Sequence > changed && KindOf(a) == StepKind.Rollback))
            return null;
        foreach (var step in _runbook.Steps.Where(IsOnWayBack))
        {
            var done = step.Kind == StepKind.Manual
                ? _run.LatestConfirmation(step.Id)?.Sequence > changed
                : _run.LatestAttempt(step.Id) is { Settled: Outcome.Passed } passed && passed.Sequence > changed;
            if (!done)
                return Towards(step, since: changed);
        }

        return new NextAction.Close(RunResult.RolledBack);
    }

    private NextAction GoOn()
    {
        var changed = LatestChange();
        foreach (var step in _runbook.Steps.Where(s => !IsOnWayBack(s)))
        {
            // A smoke step is worth something only when it is younger than the change that it checks.
            var old = step.Kind == StepKind.Smoke && _run.LatestAttempt(step.Id)?.Sequence < changed;
            if (_run.OutcomeOf(step.Id) != Outcome.Passed || old)
                return Towards(step, since: old ? changed : 0);
        }

        return new NextAction.Close(RunResult.Completed);
    }

    private NextAction Towards(Step step, long since = 0, int depth = 0)
    {
        var decision = Decide(step);
        if (decision.IsUnlocked)
        {
            return step.Kind == StepKind.Manual ? new NextAction.Confirm(step)
                : _run.LatestAttempt(step.Id) is { Settled: { } outcome and not Outcome.Passed } failed && failed.Sequence > since
                    ? new NextAction.Run(step, StepLooks.Look(StepLooks.Of(outcome)).Word, OpenWayBack(step))
                    : new NextAction.Run(step);
        }

        ImmutableArray<LockReason> reasons = decision.Reasons;
        if (step.Kind.NeedsApproval() && step.GateId is { } gateId && _runbook.FindGate(gateId) is { } gate)
        {
            var approval = GatePolicy.DecideApproval(_runbook, _run, gate, _person, _now);
            if (approval.IsUnlocked)
                return new NextAction.Approve(gate, _run.AttemptsOf(step.Id).Any() ? OpenWayBack(step) : null, OnlyDestructiveLeft());
            reasons = [.. approval.Reasons.Where(r => r.Code != LockCode.AlreadyApproved), .. reasons];
        }

        // The first thing in the way that a step can clear; two steps deep is as far as a runbook's own rules go.
        foreach (var reason in reasons.Where(r => r.StepId is not null && r.StepId != step.Id))
        {
            if (depth < 4 && _runbook.FindStep(reason.StepId!) is { } other && Towards(other, since, depth + 1) is not NextAction.Wait and var way)
                return way;
        }

        return new NextAction.Wait(reasons[0]);
    }

    private Step? OpenWayBack(Step step) => step.Kind == StepKind.Rollback ? null : _runbook.Steps
        .FirstOrDefault(s => s.Kind == StepKind.Rollback && (step.GateId is null || s.GateId == step.GateId) && Decide(s).IsUnlocked);

    private bool OnlyDestructiveLeft() => _runbook.Steps
        .Where(s => !IsOnWayBack(s) && _run.OutcomeOf(s.Id) != Outcome.Passed).All(s => s.Kind == StepKind.Destructive)
        && !_run.Attempts.Any(a => KindOf(a) == StepKind.Destructive);

    private bool IsOnWayBack(Step step) => WayBack.Holds(_runbook, step);

    private long LatestChange() => _run.Attempts.LastOrDefault(a => KindOf(a) == StepKind.Mutating)?.Sequence ?? 0;

    private StepKind? KindOf(Attempt attempt) => _runbook.FindStep(attempt.StepId)?.Kind;

    private GateDecision Decide(Step step) => GatePolicy.Decide(_runbook, _run, step, _person, _now);
}
