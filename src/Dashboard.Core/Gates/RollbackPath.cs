using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>The steps that a run that goes well never comes to: rollbacks, and what belongs to nothing but them.</summary>
public static class RollbackPath
{
    /// <summary>
    /// Whether a step belongs to the rollback alone: a rollback; what has the gate of a clean-up that comes after a rollback; a smoke check
    /// that tells about a rollback and about nothing else; and what stands in a section of rollbacks, in which nothing prepares or makes a
    /// change. What a gate of the way on asks for never does.
    /// </summary>
    public static bool Holds(Runbook runbook, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        // Its shape is that of the page, whatever is out of play in this run.
        runbook = runbook.Whole;
        ArgumentNullException.ThrowIfNull(step);
        if (step.Kind == StepKind.Rollback
            || (step.GateId is { } id && runbook.FindGate(id) is { } gate && RollbacksBefore(runbook, gate).Any()))
            return true;
        if (step.Kind is not (StepKind.Smoke or StepKind.Manual)
            || runbook.Gates.Any(g => g.After.Contains(step.Id) && !RollbacksBefore(runbook, g).Any())
            || runbook.Steps.Any(s => s.Verify == step.Id && s.Kind.NeedsApproval() && !Holds(runbook, s)))
            return false;
        return runbook.Steps.Any(s => s.Verify == step.Id) || IsAmongRollbacks(runbook, step);
    }

    /// <summary>
    /// The rollbacks that a gate comes after which takes something away: that belongs to the rollback, such as to remove what was left
    /// half-done. A change that is made after a rollback is a change.
    /// </summary>
    public static IEnumerable<Step> RollbacksBefore(Runbook runbook, Gate gate)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(gate);
        return runbook.Steps.Where(s => gate.Unlocks == StepKind.Destructive && s.Kind == StepKind.Rollback
            && (gate.After.Contains(s.Id) || gate.After.Contains(StepKind.Rollback.DisplayName())));
    }

    /// <summary>
    /// The changes that a rollback takes back: those of its gate that stand above it, as far as rollbacks above have not taken them back
    /// already. What stands below all rollbacks is the last ones', and rollbacks above all changes take back all of them.
    /// </summary>
    public static ImmutableArray<Step> TakesBack(Runbook runbook, Step rollback)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        // Its shape is that of the page, whatever is out of play in this run.
        runbook = runbook.Whole;
        ArgumentNullException.ThrowIfNull(rollback);
        var steps = runbook.Steps.Where(s => s.GateId == rollback.GateId && s.Kind is StepKind.Mutating or StepKind.Rollback).ToArray();
        var at = Array.FindIndex(steps, s => s.Id == rollback.Id);
        var end = at;
        while (end > 0 && steps[end - 1].Kind == StepKind.Rollback)
            end--;
        var begin = end;
        while (begin > 0 && steps[begin - 1].Kind == StepKind.Mutating)
            begin--;
        var isLast = steps[at..].SkipWhile(s => s.Kind == StepKind.Rollback).All(s => s.Kind == StepKind.Mutating);
        return [.. (end == 0 ? steps : isLast ? steps[begin..] : steps[begin..end]).Where(s => s.Kind == StepKind.Mutating)];
    }

    /// <summary>
    /// What is walked once a rollback of the gate was started, in the order of the document: the rollbacks of what was changed, the checks
    /// that tell about them, what else belongs to their sections, and what comes after them.
    /// </summary>
    public static ImmutableArray<Step> Of(Runbook runbook, RunState run, string gateId)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        var rollbacks = runbook.RollbacksOf(gateId).Where(s => IsOwed(runbook, run, s)).ToArray();
        var after = runbook.Gates.Where(g => RollbacksBefore(runbook, g).Any(rollbacks.Contains)).Select(g => g.Id)
            .ToHashSet(StringComparer.Ordinal);
        var verify = rollbacks.Concat(runbook.Steps.Where(s => s.Kind.NeedsApproval() && after.Contains(s.GateId ?? "")))
            .Select(s => s.Verify).ToHashSet(StringComparer.Ordinal);
        var sections = rollbacks.Select(s => s.SectionId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. runbook.Steps.Where(s => s.Kind == StepKind.Rollback ? rollbacks.Contains(s)
                : after.Contains(s.GateId ?? "") || verify.Contains(s.Id)
                    || (sections.Contains(s.SectionId) && (s.GateId ?? gateId) == gateId && Holds(runbook, s)
                        && runbook.Steps.All(o => o.Verify != s.Id))),
        ];
    }

    /// <summary>
    /// Whether there is something for the rollback to take back: one of its changes was attempted. One that somebody has started is
    /// followed to its end all the same.
    /// </summary>
    public static bool IsOwed(Runbook runbook, RunState run, Step rollback)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(rollback);
        return Counted.Latest(run, TakesBack(runbook, rollback)) > 0
            || Counted.Latest(run, [rollback]) > Counted.Latest(run, runbook.StepsBehind(rollback.GateId ?? ""));
    }

    /// <summary>The titles of a gate's rollbacks, for a sentence; null when it has none.</summary>
    public static string? RollbackTitles(this Runbook runbook, string gateId)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return runbook.RollbacksOf(gateId).ToArray() is { Length: > 0 } rollbacks
            ? string.Join(", ", rollbacks.Select(s => $"“{s.Title}”"))
            : null;
    }

    /// <summary>The rollbacks of the section that a step stands in, where that section is about nothing else; none otherwise.</summary>
    internal static IEnumerable<Step> RollbacksAround(Runbook runbook, Step step) => IsAmongRollbacks(runbook, step)
        ? runbook.Steps.Where(s => s.SectionId == step.SectionId && s.Kind == StepKind.Rollback)
        : [];

    private static bool IsAmongRollbacks(Runbook runbook, Step step)
    {
        var steps = runbook.Steps.Where(s => s.SectionId == step.SectionId).ToArray();
        if (!steps.Any(s => s.Kind == StepKind.Rollback)
            || steps.Any(s => s.Kind is StepKind.Preflight or StepKind.Mutating or StepKind.Destructive && !Holds(runbook, s)))
            return false;
        // A section with a check of its own above its rollbacks looks first whether to go back at all.
        return !steps.TakeWhile(s => s.Kind != StepKind.Rollback)
            .SkipWhile(s => s.Kind != StepKind.Smoke || runbook.Steps.Any(o => o.Kind == StepKind.Rollback && o.Verify == s.Id))
            .Any(s => s.Id == step.Id);
    }
}
