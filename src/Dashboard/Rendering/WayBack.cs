using Dashboard.Core.Runbooks;

namespace Dashboard.Rendering;

/// <summary>The steps that a run that goes well never comes to.</summary>
public static class WayBack
{
    /// <summary>Whether a step belongs to the way back: a rollback, or whatever else stands in a section with one.</summary>
    public static bool Holds(Runbook runbook, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(step);
        return step.Kind == StepKind.Rollback
            || runbook.Sections.FirstOrDefault(s => s.Id == step.SectionId)?.StepIds.Any(id => runbook.FindStep(id)?.Kind == StepKind.Rollback) == true;
    }

    /// <summary>The titles of a gate's rollbacks, for a sentence; null when it has none.</summary>
    public static string? RollbackTitles(this Runbook runbook, string gateId)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return runbook.RollbacksOf(gateId).ToArray() is { Length: > 0 } rollbacks
            ? string.Join(", ", rollbacks.Select(s => $"“{s.Title}”"))
            : null;
    }
}
