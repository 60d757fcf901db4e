using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Shared.Steps;

/// <summary>One part of the progress bar.</summary>
/// <param name="Title">The step.</param>
/// <param name="Css">Its class.</param>
public sealed record ProgressPart(string Title, string Css);

/// <summary>The progress of a run. Neither rollback steps nor steps out of play are counted: no run that goes well comes to them.</summary>
/// <param name="Done">Steps passed or confirmed.</param>
/// <param name="Total">All steps in play but those of the rollback.</param>
/// <param name="Parts">Each step, in order.</param>
public sealed record RunProgress(int Done, int Total, ImmutableArray<ProgressPart> Parts)
{
    /// <summary>For people and screen readers: <c>7 of 16 steps done</c>.</summary>
    public string Words => $"{Done} of {Total} steps done";

    /// <summary>How far the run is.</summary>
    public static RunProgress Of(Runbook runbook, RunState run)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        runbook = InPlay.Of(runbook, run);
        var steps = runbook.Steps.Where(s => !RollbackPath.Holds(runbook, s)).ToArray();
        return new(
            steps.Count(s => Counted.OutcomeOf(runbook, run, s) == Outcome.Passed), steps.Length,
            [.. steps.Select(s => new ProgressPart(s.Title, Css(runbook, run, s)))]);
    }

    private static string Css(Runbook runbook, RunState run, Step step) => run.LatestAttempt(step.Id) is { IsRunning: true }
        ? "is-running"
        : Counted.OutcomeOf(runbook, run, step) switch
        {
            null => "",
            { } outcome => StepPresentation.BadgeOf(StepPresentation.StatusOf(outcome)).Css,
        };
}
