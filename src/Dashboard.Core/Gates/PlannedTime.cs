using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Gates;

/// <summary>How long a run is planned to take. Rollbacks, and what belongs to them alone, are in nobody's plan.</summary>
public static class PlannedTime
{
    /// <summary>The planned duration of the whole runbook.</summary>
    public static TimeSpan Planned(this Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return runbook.PlannedOf(runbook.Steps);
    }

    /// <summary>The planned durations of those of the steps that state one.</summary>
    public static TimeSpan PlannedOf(this Runbook runbook, IEnumerable<Step> steps)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return steps.Where(s => s.Plan is not null && !RollbackPath.Holds(runbook, s))
            .Aggregate(TimeSpan.Zero, (sum, step) => sum + step.Plan!.Value);
    }
}
