using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;
using Dashboard.Shared.Steps;

namespace Dashboard.Features.Runs.Model;

/// <summary>The status of a step in one line: <c>passed · 0.4 s · 6 min ago, fresh for 24 min</c>.</summary>
public static class StateText
{
    /// <summary>The line.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="run">The run.</param>
    /// <param name="step">The step.</param>
    /// <param name="status">Its status.</param>
    /// <param name="now">The time.</param>
    /// <param name="attempted">Which try of an attempt under way runs; 0 or 1 for the first.</param>
    public static string Of(Runbook runbook, RunState run, Step step, StepStatus status, DateTimeOffset now, int attempted = 0)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        var word = StepPresentation.BadgeOf(status).Word;
        if (status == StepStatus.Skipped && InPlay.SkipOf(run, step) is { } skip)
            return $"{word} by {skip.By.Name} · {Ago(skip.At, now)}";
        if (status == StepStatus.NotApplicable)
            return $"{word}: it is for {step.When}";
        if (step.Kind == StepKind.Manual)
        {
            return run.LatestConfirmation(step.Id) is { } confirmed
                ? $"{(status == StepStatus.OutOfDate ? $"{word}: " : "")}"
                    + $"{(confirmed.Event.Choice is { } choice ? $"{choice}, chosen" : "confirmed")} by {confirmed.By.Name} · "
                    + Ago(confirmed.At, now)
                : status == StepStatus.Ready ? "to be confirmed" : word;
        }

        return run.LatestAttempt(step.Id) switch
        {
            null => word,
            { IsRunning: true } attempt => $"running · {(attempted > 1 ? $"try {attempted} · " : "")}"
                + $"{Durations.Exactly(now - attempt.StartedAt)} of "
                + Durations.Exactly(step.Until ?? step.Timeout),
            { Verdict: not null } attempt => $"{Word(run, step, status)} · {Ago(attempt.VerdictAt ?? now, now)}",
            { EndedAt: { } ended } attempt => status == StepStatus.Unknown
                ? $"{word} · {Ago(ended, now)}"
                : $"{word} · {Durations.Exactly(attempt.Duration ?? default)} · "
                    + $"{Ago(ended, now)}{(run.IsOpen ? Fresh(runbook, run, step, status, attempt, now) : "")}",
            _ => word,
        };
    }

    /// <summary>
    /// The status of a step in a word or two: <c>passed</c>; <c>unknown → failed (ada)</c> where a person resolved an unknown outcome.
    /// </summary>
    public static string Word(RunState run, Step step, StepStatus status)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        var word = StepPresentation.BadgeOf(status).Word;
        return run.LatestAttempt(step.Id) is not { Verdict: not null, Settled: { } settled } attempt || status == StepStatus.Running ? word
            : StepPresentation.StatusOf(settled) == status ? attempt.Word
            : $"{word}: {attempt.Word}";
    }

    /// <summary>How long ago something was: <c>just now</c>, <c>6 min ago</c>.</summary>
    public static string Ago(DateTimeOffset at, DateTimeOffset now) =>
        now - at < TimeSpan.FromSeconds(5) ? "just now" : $"{Durations.Words(now - at)} ago";

    /// <summary>How much longer a passed check counts for its gate; empty when no gate asks.</summary>
    private static string Fresh(Runbook runbook, RunState run, Step step, StepStatus status, Attempt attempt, DateTimeOffset now) =>
        status != StepStatus.Passed || GatePolicy.FreshFor(runbook, run, step, attempt, now) is not { } left ? ""
        : left == TimeSpan.MinValue ? ", of unknown age"
        : left >= TimeSpan.Zero ? $", fresh for {Durations.Words(left)}"
        : ", too old for its gate";
}
