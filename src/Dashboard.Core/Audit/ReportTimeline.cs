using System.Globalization;
using System.Text;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;

namespace Dashboard.Core.Audit;

/// <summary>Plan against actual, section by section, in times since the run was opened.</summary>
internal static class ReportTimeline
{
    /// <summary>Writes the table.</summary>
    public static void Write(StringBuilder text, Runbook runbook, RunState run)
    {
        text.Append(
            "## Plan and actual\n\n| section | planned to begin | began | planned to take | took |\n| --- | --- | --- | --- | --- |\n");
        var (due, hasPlan) = (TimeSpan.Zero, runbook.Planned() > TimeSpan.Zero);
        foreach (var section in runbook.Sections)
        {
            var times = SectionTimes.Of(runbook, run, section);
            if (times.Steps.IsEmpty)
                continue;
            var isPlanned = hasPlan && !times.IsRollback;
            var (plan, began) = (times.Planned, times.Began);
            text.Append(CultureInfo.InvariantCulture,
                $"| {MarkdownEscape.Escape(section.Title)} | {(isPlanned ? After(due) : "")} | "
                    + $"{(began is { } at ? After(at - run.OpenedAt) : "not run")} | "
                    + $"{(isPlanned && plan > TimeSpan.Zero ? Durations.Words(plan) : "")} | {Took(times)} |\n");
            due += plan;
        }

        text.Append('\n');
    }

    private static string Took(SectionTimes times) => times switch
    {
        { Confirmed: ConfirmedSection.All } => "confirmed",
        { Confirmed: ConfirmedSection.OutOfDate } => "confirmed, out of date",
        { Began: { } began, IsMeasured: true } => times.Ended is { } ended ? Durations.Words(ended - began) : "running",
        _ => "",
    };

    // To the second, as a stopwatch shows it: sections are planned in seconds too.
    private static string After(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"+{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : string.Create(CultureInfo.InvariantCulture, $"+{time.Minutes}:{time.Seconds:00}");
}
