using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using static Dashboard.Core.Audit.MarkdownEscape;

namespace Dashboard.Core.Audit;

/// <summary>A run in a few sentences, for whoever reads no further.</summary>
internal static class ReportSummary
{
    /// <summary>The sentences, as Markdown.</summary>
    public static string Of(Runbook runbook, RunState run, ImmutableArray<AuditRecord> records, DateTimeOffset now) =>
        string.Join(' ', Sentences(runbook, run, records, now));

    private static IEnumerable<string> Sentences(Runbook runbook, RunState run, ImmutableArray<AuditRecord> records, DateTimeOffset now)
    {
        yield return $"{Escape(run.OpenedBy.Name)} {(run.Opened.Mode == RunMode.Live ? "carried out" : "rehearsed")} "
            + $"“{Escape(run.Opened.Title)}” on {Code(run.Opened.Target)}.";
        var took = Durations.Words((run.ClosedAt ?? now) - run.OpenedAt);
        var planned = runbook.Planned() > TimeSpan.Zero ? $" (planned: {Durations.Words(runbook.Planned())})" : "";
        yield return run.Closed is { } closed
            ? $"The run was closed as **{closed.Result.DisplayName()}** after {took}{planned}: {Escape(closed.Reason.TrimEnd('.'))}."
            : $"The run has been **open** for {took}{planned}.";
        if (run.Closed is { Result: var result })
        {
            foreach (var doubt in ClosingWarnings.Of(runbook, run, result))
                yield return $"**{Escape(doubt.TrimEnd('.'))}**.";
        }

        yield return $"{Count(run.Attempts.Length, "attempt")} of "
            + $"{Count(run.Attempts.Select(a => a.StepId).Distinct().Count(), "step")}{Ends(run)}.";
        if (run.Attempts.Where(a => runbook.FindStep(a.StepId)?.Kind == StepKind.Rollback).Select(a => a.StepId).Distinct().ToArray()
            is { Length: > 0 } back)
            yield return $"**Rollback steps run**: {string.Join(", ", back.Select(id => $"“{Escape(runbook.FindStep(id)!.Title)}”"))}.";
        var approved = records.Count(r => r.Approved);
        yield return $"{Count(approved, "approval")}{(records.Any(r => r.Solo == true) ? ", **solo**" : "")}"
            + $"{(approved < records.Length ? $", and {Tries(records.Length - approved)}" : "")}.";
        if (runbook.Steps.Count(s => run.OutcomeOf(s.Id) is null && run.LatestAttempt(s.Id) is null) is > 0 and var left)
            yield return $"{Count(left, "step")} of {runbook.Steps.Length} {(left == 1 ? "was" : "were")} not run.";
    }

    private static string Ends(RunState run)
    {
        var bad = run.Attempts.Where(a => a.Settled is not (Outcome.Passed or null) || a.Verdict is not null)
            .GroupBy(a => (Outcome: a.Settled!.Value, WasUnknown: a.Verdict is not null)).OrderBy(g => g.Key)
            .Select(g => string.Create(CultureInfo.InvariantCulture,
                $"**{g.Count()} {(g.Key.WasUnknown ? "unknown → " : "")}{g.Key.Outcome.DisplayName()}**"));
        return string.Join(", ", bad) is { Length: > 0 } words ? $", {words}"
            : run.Attempts.IsEmpty ? ""
            : run.Running is null ? ", all passed"
            : ", one of them running";
    }

    private static string Tries(int count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} rejected {(count == 1 ? "approval" : "approvals")}");

    private static string Count(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
