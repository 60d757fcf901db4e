using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Gates;

/// <summary>The steps that a run that goes well never comes to: rollbacks, and what belongs to nothing but them.</summary>
public static class WayBack
{
    /// <summary>
    /// Whether a step belongs to the way back alone: a rollback; a smoke check that tells about a rollback and about nothing else; and what stands in
    /// a section of rollbacks, in which nothing prepares or makes a change. What a gate asks for never does.
    /// </summary>
    public static bool Holds(Runbook runbook, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(step);
        if (step.Kind == StepKind.Rollback)
            return true;
        if (step.Kind is not (StepKind.Smoke or StepKind.Manual)
            || runbook.Gates.Any(g => g.After.Contains(step.Id))
            || runbook.Steps.Any(s => s.Verify == step.Id && s.Kind.NeedsApproval()))
            return false;
        return runbook.Steps.Any(s => s.Verify == step.Id) || IsSectionOfRollbacks(runbook, step.SectionId);
    }

    /// <summary>What is walked once a rollback of the gate was started, in the order of the document: the rollbacks, the checks that tell about them, and what else belongs to their sections.</summary>
    public static ImmutableArray<Step> Of(Runbook runbook, string gateId)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        var rollbacks = runbook.RollbacksOf(gateId).ToArray();
        var verify = rollbacks.Select(s => s.Verify).ToHashSet(StringComparer.Ordinal);
        var sections = rollbacks.Select(s => s.SectionId).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. runbook.Steps.Where(s => s.Kind == StepKind.Rollback ? s.GateId == gateId
                : verify.Contains(s.Id) || (sections.Contains(s.SectionId) && Holds(runbook, s) && runbook.Steps.All(o => o.Verify != s.Id))),
        ];
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
    internal static IEnumerable<Step> RollbacksAround(Runbook runbook, Step step) => IsSectionOfRollbacks(runbook, step.SectionId)
        ? runbook.Steps.Where(s => s.SectionId == step.SectionId && s.Kind == StepKind.Rollback)
        : [];

    private static bool IsSectionOfRollbacks(Runbook runbook, string sectionId)
    {
        var steps = runbook.Steps.Where(s => s.SectionId == sectionId).ToArray();
        return steps.Any(s => s.Kind == StepKind.Rollback) && !steps.Any(s => s.Kind is StepKind.Preflight or StepKind.Mutating or StepKind.Destructive);
    }
}
