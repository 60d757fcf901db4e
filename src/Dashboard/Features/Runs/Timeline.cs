using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using Dashboard.Shared.Steps;

namespace Dashboard.Features.Runs;

/// <summary>A section's planned and actual time. Places and widths are per cent of the whole.</summary>
/// <param name="Title">The section.</param>
/// <param name="PlanStart">Where the plan has it begin.</param>
/// <param name="PlanWidth">How long it is planned to take; 0 when the runbook does not say.</param>
/// <param name="ActualStart">Where it began.</param>
/// <param name="ActualWidth">How long it took so far; 0 when it has not begun.</param>
/// <param name="Words">The same in words: <c>2 min of 5 min</c>.</param>
public sealed record TimelineRow(string Title, double PlanStart, double PlanWidth, double ActualStart, double ActualWidth, string Words);

/// <summary>Plan and actual, section by section.</summary>
public static class Timeline
{
    /// <summary>The rows; sections of the rollback only once it was used.</summary>
    public static ImmutableArray<TimelineRow> Of(Runbook runbook, RunState run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        var end = run.ClosedAt ?? now;
        var whole = Math.Max(Math.Max(runbook.Planned().TotalSeconds, (end - run.OpenedAt).TotalSeconds), 1);
        var planned = TimeSpan.Zero;
        var rows = ImmutableArray.CreateBuilder<TimelineRow>();
        foreach (var section in runbook.Sections)
        {
            var times = SectionTimes.Of(runbook, run, section);
            if (times.Steps.IsEmpty || (times.Began is null && times.IsRollback))
                continue;
            var (plan, began) = (times.Planned, times.Began);
            // A bar of what nobody measured would look like work that is done.
            TimeSpan? took = began is { } start && times.IsMeasured ? (times.Ended ?? end) - start : null;
            rows.Add(new(section.Title, Share(planned), Share(plan), took is null ? 0 : Share(began!.Value - run.OpenedAt),
                took is { } time ? Math.Max(Share(time), 1.5) : 0, Confirmed(times) ?? Words(plan, took)));
            planned += plan;
        }

        return rows.ToImmutable();

        double Share(TimeSpan span) => Math.Clamp(span.TotalSeconds / whole * 100, 0, 100);
    }

    private static string? Confirmed(SectionTimes times) => times.Confirmed switch
    {
        ConfirmedSection.All => "confirmed",
        ConfirmedSection.OutOfDate => StepPresentation.BadgeOf(StepStatus.OutOfDate).Word,
        _ => null,
    };

    private static string Words(TimeSpan plan, TimeSpan? took) => (took, plan > TimeSpan.Zero) switch
    {
        ({ } t, true) => $"{Durations.Exactly(t)} of {Durations.Exactly(plan)}",
        ({ } t, false) => Durations.Exactly(t),
        (null, true) => $"{Durations.Exactly(plan)} planned",
        _ => "no plan",
    };
}
