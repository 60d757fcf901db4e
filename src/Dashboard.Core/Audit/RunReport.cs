using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using static Dashboard.Core.Audit.MarkdownEscape;

namespace Dashboard.Core.Audit;

/// <summary>
/// A run as a document: what was planned, what happened, by whom, and on which evidence. Markdown (CommonMark with tables), ready for a
/// ticket or a pull request; the page and the bundle's HTML are rendered from the same text. Times are UTC.
/// </summary>
public static class RunReport
{
    /// <summary>How many tries of an attempt are told one by one.</summary>
    private const int MostTries = 5;

    /// <summary>Writes the report.</summary>
    /// <param name="number">The run's number.</param>
    /// <param name="runbook">The runbook as pinned.</param>
    /// <param name="run">What happened.</param>
    /// <param name="now">The time.</param>
    /// <param name="tail">The last lines of an attempt's output, masked and without escapes; empty for none.</param>
    public static string Markdown(long number, Runbook runbook, RunState run, DateTimeOffset now, Func<Attempt, string> tail)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(tail);
        var text = new StringBuilder();
        var records = AuditTrail.Of(number, runbook, run, now);
        text.Append(CultureInfo.InvariantCulture, $"# Runtime evidence: {Escape(run.Opened.Title)}, run {number}\n\n");
        text.Append(ReportSummary.Of(runbook, run, records, now)).Append("\n\n");
        Facts(text, runbook, run, now);
        Warnings(text, run.Opened.Warnings);
        ReportTimeline.Write(text, runbook, run);
        Approvals(text, records);
        Happened(text, runbook, run);
        Steps(text, runbook, run, tail);
        return text.ToString();
    }

    /// <summary>A moment as the report writes it.</summary>
    internal static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Facts(StringBuilder text, Runbook runbook, RunState run, DateTimeOffset now)
    {
        var took = (run.ClosedAt ?? now) - run.OpenedAt;
        var people = run.Events.Select(e => e.Actor).Where(a => a.Id != Actor.System.Id).Select(a => a.Name).Distinct();
        text.Append("| what | value |\n| --- | --- |\n");
        Row("result", run.Closed is { } closed ? $"**{closed.Result.DisplayName()}**: {Escape(closed.Reason)}" : "**open**");
        Row("mode", run.Opened.Mode.DisplayName());
        Row("target", Code(run.Opened.Target));
        Row("runbook", $"{Code(run.Opened.Slug)}, SHA-256 {Code(run.Opened.RunbookDigest)}");
        if (run.Opened.ChangeReference is { Length: > 0 } change)
            Row("change", Escape(change));
        Row("opened", $"{Utc(run.OpenedAt)} by {Escape(run.OpenedBy.Name)}");
        if (run.ClosedAt is { } at)
            Row("closed", Utc(at));
        Row("took", runbook.Planned() > TimeSpan.Zero
            ? $"{Durations.Words(took)}, planned {Durations.Words(runbook.Planned())}"
            : Durations.Words(took));
        if (runbook.Window is { } window)
            Row("change window", Code(window.ToString()));
        Row("people", string.Join(", ", people.Select(Escape)));
        text.Append('\n');

        void Row(string name, string value) => text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
    }

    private static void Warnings(StringBuilder text, ImmutableArray<string> warnings)
    {
        if (warnings.IsDefaultOrEmpty)
            return;
        text.Append("## Opened with lint findings\n\n");
        foreach (var warning in warnings)
            text.Append(CultureInfo.InvariantCulture, $"- {Escape(warning)}\n");
        text.Append('\n');
    }

    private static void Approvals(StringBuilder text, ImmutableArray<AuditRecord> records)
    {
        if (records.IsEmpty)
            return;
        text.Append("## Approvals\n\n");
        foreach (var record in records)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"- **{Escape(record.GateTitle)}** was "
                    + $"{(record.Approved ? record.Renewal ? "renewed" : "approved" : "rejected for")}{(record.Approved ? " by" : "")} "
                    + $"{Escape(record.By)}, {Utc(record.At)}");
            if (record.Approved)
                text.Append(CultureInfo.InvariantCulture,
                    $", with {Code(record.Phrase)}{(record.ExpiresAt is { } end ? $", expires {Utc(end)}" : "")}");
            text.Append('\n');
            if (record.Reason.Length > 0)
                Line($"reason: {Escape(record.Reason)}");
            if (!record.RestedOn.IsEmpty)
                Line("evidence: "
                    + string.Join(", ", record.RestedOn.Select(c =>
                        $"{Code(c.StepId)} {Escape(RunDisplayNames.DisplayName(c.Outcome, c.SettledBy))}"))
                    + $", oldest {Durations.Words(record.RestedOn.Max(c => c.Age) ?? TimeSpan.Zero)}");
            if (!record.Ran.IsEmpty)
                Line("steps run: "
                    + string.Join(", ", record.Ran.Select(a =>
                        $"{Code(a.StepId)} {Escape(RunDisplayNames.DisplayName(a.Outcome, a.SettledBy))} "
                        + $"({(a.IsRollback ? "rollback, " : "")}{Escape(a.By)})")));
            if (record.Voided is { } voided)
                Line($"voided by {Escape(voided.By)}, {Utc(voided.At)}: {Escape(voided.Reason)}");
            if (record.Approved && !record.Flags.IsEmpty)
                Line($"review: {string.Join("; ", record.Flags.Select(f => $"**{Escape(f.Word)}**"))}");
        }

        text.Append('\n');

        void Line(string line) => text.Append("  - ").Append(line).Append('\n');
    }

    private static void Happened(StringBuilder text, Runbook runbook, RunState run)
    {
        text.Append("## What happened\n\n| UTC | entry | event |\n| --- | --- | --- |\n");
        foreach (var recorded in run.Events)
        {
            var words = Escape(EventSummary.Of(recorded, run, runbook));
            text.Append(CultureInfo.InvariantCulture,
                $"| {Utc(recorded.At)} | {recorded.Sequence} | {(EventSummary.IsBad(recorded.Event) ? $"**{words}**" : words)} |\n");
        }

        text.Append('\n');
    }

    private static void Steps(StringBuilder text, Runbook runbook, RunState run, Func<Attempt, string> tail)
    {
        text.Append("## Evidence\n\n");
        foreach (var step in runbook.Steps)
        {
            var attempts = run.AttemptsOf(step.Id).ToArray();
            var confirmed = run.LatestConfirmation(step.Id);
            text.Append(CultureInfo.InvariantCulture, $"### {Escape(step.Title)}\n\n{step.Kind.DisplayName()}, {Code(step.Id)}");
            var skip = InPlay.SkipOf(run, step);
            text.Append(skip is not null ? ": **skipped**\n\n"
                : !InPlay.Holds(runbook, run, step) ? $": **not applicable**, it is for {Code(step.When!.ToString())}\n\n"
                : attempts.Length == 0 && confirmed is null ? ": **not run**\n\n"
                : Counted.IsUndone(runbook, run, step) ? $": **{(step.Kind.ChangesHost() ? "rolled back" : "out of date")}**\n\n"
                : "\n\n");
            if (step.Waiver is { } waiver)
                text.Append(CultureInfo.InvariantCulture,
                    $"- **lint findings waived**: {Escape(string.Join(", ", waiver.Codes))}, because {Escape(waiver.Reason)}\n\n");
            if (confirmed is not null)
                text.Append(CultureInfo.InvariantCulture,
                    $"- **{(confirmed.Event.Choice is { } choice ? $"chose {Escape(choice)}" : "confirmed")}** by "
                        + $"{Escape(confirmed.By.Name)}, "
                        + $"{Utc(confirmed.At)}{(confirmed.Event.Note.Length > 0 ? $": {Escape(confirmed.Event.Note)}" : "")}\n\n");
            if (skip is not null)
                text.Append(CultureInfo.InvariantCulture,
                    $"- **skipped** by {Escape(skip.By.Name)}, {Utc(skip.At)}: {Escape(skip.Event.Reason)}\n\n");
            foreach (var attempt in attempts)
                Attempt(text, attempt, tail(attempt));
        }
    }

    private static void Attempt(StringBuilder text, Attempt attempt, string tail)
    {
        text.Append(CultureInfo.InvariantCulture, $"- attempt {attempt.Started.Number}: **{Escape(attempt.Word)}**");
        if (attempt.Outcome is not (Outcome.Passed or null) && attempt.Reason is { Length: > 0 } reason)
            text.Append(CultureInfo.InvariantCulture, $" ({Escape(reason.TrimEnd('.'))})");
        text.Append(CultureInfo.InvariantCulture, $", by {Escape(attempt.By.Name)}, {Utc(attempt.StartedAt)}");
        if (attempt.Duration is { } took)
            text.Append(CultureInfo.InvariantCulture, $", took {Durations.Words(took)}");
        if (attempt.Finished is { } end)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"; {Escape(end.Sandbox)}; output {end.Stdout.Bytes + end.Stderr.Bytes} bytes, SHA-256 {Code(end.Stdout.Digest)}");
            if (end.Masked > 0 || end.Secrets is { IsEmpty: false })
                text.Append(CultureInfo.InvariantCulture, $"; {Escape(MaskingSummary.Of(end))}");
            if (end.FailedTries is { IsEmpty: false } tries)
                text.Append(CultureInfo.InvariantCulture,
                    $"; {end.Tries} "
                        + $"{(end.Tries == 1 ? "try, which" : end.Tries == tries.Length ? "tries, which" : "tries, those before the last")}"
                        + $" did not pass: {string.Join(" ", tries.Take(MostTries).Select(t => $"{Utc(t.At)} {Escape(t.Reason)}"))}"
                        + $"{(tries.Length > MostTries ? " …" : "")}");
            foreach (var (name, value) in end.Outputs ?? ImmutableSortedDictionary<string, string>.Empty)
                text.Append(CultureInfo.InvariantCulture, $"; wrote {Code($"{name}={value}")}");
            foreach (var name in end.SecretOutputs)
                text.Append(CultureInfo.InvariantCulture, $"; wrote {Code(name)}, a secret that is not recorded");
            if (end.HeldBack is { } held)
                text.Append(CultureInfo.InvariantCulture, $"; **output held back**: {Escape(held)}");
        }

        if (attempt.Verdict is { } verdict)
            text.Append(CultureInfo.InvariantCulture,
                $"; **{(verdict.Verdict == Outcome.Passed ? "marked as passed" : "marked as failed")}** by "
                    + $"{Escape(attempt.VerdictBy?.Name ?? "")}: {Escape(verdict.Note)}");
        text.Append('\n');
        if (tail.Length > 0)
            text.Append('\n').Append(Block(tail));
        text.Append('\n');
    }
}
