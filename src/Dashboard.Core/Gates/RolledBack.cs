using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>
/// Which changes of a run were rolled back, and which stand. Each gate's change is rolled back by itself: a rollback of one gate says
/// nothing of what another gate has changed.
/// </summary>
public static class RolledBack
{
    /// <summary>
    /// The gates whose rollback was begun after their latest change, and that nobody has approved anew since: that is the other way on.
    /// </summary>
    public static ImmutableArray<Gate> Gates(Runbook runbook, RunState run)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        return
        [
            .. runbook.Gates.Where(g => Counted.LatestRollback(runbook, run, g.Id) is > 0 and var rollback
                && rollback > Counted.Latest(run, runbook.StepsBehind(g.Id)) && !IsApprovedAfter(run, g, rollback)),
        ];
    }

    /// <summary>
    /// Whether a change of the gate stands: a step behind it was attempted, however that ended, and not all rollbacks of what was attempted
    /// have passed since. What has no rollback stands for good; what comes after a rollback is part of rolling back.
    /// </summary>
    public static bool Stands(Runbook runbook, RunState run, string gateId)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        var rollbacks = runbook.RollbacksOf(gateId).ToArray();
        return runbook.StepsBehind(gateId).Any(s => !RollbackPath.Holds(runbook, s) && run.AttemptsOf(s.Id).Any())
            && (rollbacks.Length == 0
                || rollbacks.Any(s => RollbackPath.IsOwed(runbook, run, s) && Counted.OutcomeOf(runbook, run, s) != Outcome.Passed));
    }

    /// <summary>Whether all that was changed was rolled back, and nobody has approved a gate since.</summary>
    public static bool IsAll(Runbook runbook, RunState run)
    {
        var latest = Gates(runbook, run).Select(g => Counted.LatestRollback(runbook, run, g.Id)).DefaultIfEmpty().Max();
        return latest > 0 && !runbook.Gates.Any(g => Stands(runbook, run, g.Id)
            || (IsApprovedAfter(run, g, latest) && !RollbackPath.RollbacksBefore(runbook, g).Any()));
    }

    /// <summary>
    /// The steps that are about nothing but changes that were rolled back, so that the changes that stand do not ask for them: the changes
    /// of such gates; checks before, when each other gate that asks for them has begun its change; checks and manual steps behind such
    /// changes alone.
    /// </summary>
    public static ImmutableHashSet<string> SetAside(Runbook runbook, RunState run)
    {
        var back = Gates(runbook, run).Select(g => g.Id).ToHashSet(StringComparer.Ordinal);
        return back.Count == 0
            ? []
            : [.. runbook.Steps.Where(s => s.Kind == StepKind.Preflight ? IsDone(s) : IsBehind(s)).Select(s => s.Id)];

        bool IsDone(Step step)
        {
            var asking = runbook.Gates.Where(g => GatePolicy.IsPreflightOf(step, g)).ToArray();
            return asking.Any(g => back.Contains(g.Id)) && asking.All(g => back.Contains(g.Id) || GatePolicy.IsInProgress(runbook, run, g));
        }

        bool IsBehind(Step step)
        {
            var about = step.Kind.NeedsApproval() ? [step] : Counted.ChangesBefore(runbook, step).ToArray();
            return about.Length > 0 && about.All(s => s.GateId is { } gate && back.Contains(gate));
        }
    }

    private static bool IsApprovedAfter(RunState run, Gate gate, long sequence) =>
        run.Approvals.Any(a => a.GateId == gate.Id && a.Sequence > sequence && a.Voided is null);
}
