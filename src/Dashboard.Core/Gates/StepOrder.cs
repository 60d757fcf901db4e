using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>
/// What must have passed before a step, besides what gates ask for: what its <c>after</c> names, what writes the values that it reads, and,
/// between two changes behind one gate,
/// the manual steps and the check of the first.
/// </summary>
public static class StepOrder
{
    /// <summary>The steps that come before it. Asked of the runbook in play, so that what was skipped keeps nothing waiting.</summary>
    public static IEnumerable<Step> Before(Runbook runbook, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(step);
        return step.After.Concat(step.Needs).Select(runbook.FindStep).OfType<Step>().Concat(Barriers(runbook, step)).DistinctBy(s => s.Id);
    }

    /// <summary>Whether a step comes to its turn only after another one, however many are between them.</summary>
    internal static bool WaitsFor(Runbook runbook, Step step, Step other)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { step.Id };
        var open = new Stack<Step>([step]);
        while (open.TryPop(out var next))
        {
            foreach (var before in Before(runbook, next).Concat(InPlay.ChoiceFor(runbook, next) is { } setter ? [setter] : [])
                .Concat(next is { GateId: { } gate, Kind: var kind } && kind.NeedsApproval()
                    ? runbook.StepsBehind(gate).TakeWhile(s => s.Id != next.Id)
                    : []))
            {
                if (before.Id == other.Id)
                    return true;
                if (seen.Add(before.Id))
                    open.Push(before);
            }
        }

        return false;
    }

    /// <summary>Why a step has to wait for those before it.</summary>
    internal static IEnumerable<LockReason> Reasons(Runbook runbook, RunState run, Step step) =>
        from before in Before(runbook, step)
        where Counted.OutcomeOf(runbook, run, before) != Outcome.Passed
        let todo = before.Kind == StepKind.Manual ? $"Confirm “{before.Title}”." : $"Run “{before.Title}”."
        select new LockReason(LockCode.EarlierStep, $"“{before.Title}” comes first and has not {(before.Kind == StepKind.Manual
            ? "been confirmed" : "passed")}.", todo, before.Id);

    private static IEnumerable<Step> Barriers(Runbook runbook, Step step)
    {
        if (!step.Kind.NeedsApproval() || step.GateId is null)
            return [];
        var above = runbook.Steps.TakeWhile(s => s.Id != step.Id).ToArray();
        var change = Array.FindLastIndex(above, s => s.GateId == step.GateId && s.Kind == step.Kind);
        return change < 0
            ? []
            : above[(change + 1)..].Where(s => !RollbackPath.Holds(runbook, s)
                && (s.Kind == StepKind.Manual || (s.Kind == StepKind.Smoke && s.Id == above[change].Verify)));
    }
}
