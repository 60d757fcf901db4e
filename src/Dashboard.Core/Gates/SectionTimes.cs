using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>When a section was worked on: from the first attempt or confirmation in it to the last.</summary>
/// <param name="Steps">Its steps.</param>
/// <param name="IsRollback">Whether it belongs to the rollback alone, which is in nobody's plan.</param>
/// <param name="Planned">The planned durations of its steps that state one.</param>
/// <param name="Began">When it began; null when nothing of it was done.</param>
/// <param name="Ended">When what was done last ended; null when nothing was done, or while something of it runs.</param>
/// <param name="IsMeasured">Whether a step of it ran: what was only confirmed took no time that anybody measured.</param>
/// <param name="Confirmed">
/// How a section of confirmations alone stands: <see cref="ConfirmedSection.No"/> as well for every other section.
/// </param>
public sealed record SectionTimes(ImmutableArray<Step> Steps, bool IsRollback, TimeSpan Planned, DateTimeOffset? Began,
    DateTimeOffset? Ended, bool IsMeasured, ConfirmedSection Confirmed)
{
    /// <summary>The times of a section. A confirmation takes no time that anybody measured: it begins and ends when it is given.</summary>
    public static SectionTimes Of(Runbook runbook, RunState run, Section section)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(section);
        var steps = section.StepIds.Select(runbook.FindStep).OfType<Step>().ToImmutableArray();
        (DateTimeOffset Began, DateTimeOffset? Ended)[] all =
        [
            .. run.Attempts.Where(a => section.StepIds.Contains(a.StepId)).Select(a => (a.StartedAt, a.EndedAt)),
            .. run.Confirmations.Where(c => section.StepIds.Contains(c.StepId)).Select(c => (c.At, (DateTimeOffset?)c.At)),
        ];
        return new(
            steps, steps.All(s => RollbackPath.Holds(runbook, s)), runbook.PlannedOf(steps),
            all.Length == 0 ? null : all.Min(a => a.Began),
            all.Length == 0 || all.Any(a => a.Ended is null) ? null : all.Max(a => a.Ended),
            run.Attempts.Any(a => section.StepIds.Contains(a.StepId)),
            ConfirmedOf(runbook, run, [.. steps.Where(s => InPlay.Holds(runbook, run, s))]));
    }

    private static ConfirmedSection ConfirmedOf(Runbook runbook, RunState run, ImmutableArray<Step> steps) =>
        steps.IsEmpty || !steps.All(s => s.Kind == StepKind.Manual) ? ConfirmedSection.No
        : steps.All(s => Counted.OutcomeOf(runbook, run, s) == Outcome.Passed) ? ConfirmedSection.All
        : steps.Any(s => Counted.IsUndone(runbook, run, s)) ? ConfirmedSection.OutOfDate
        : ConfirmedSection.No;
}

/// <summary>How a section of confirmations alone stands.</summary>
public enum ConfirmedSection
{
    /// <summary>Some are missing, or it has other steps besides.</summary>
    No,

    /// <summary>Every one counts.</summary>
    All,

    /// <summary>A change since then made one out of date.</summary>
    OutOfDate,
}
