using System.Runtime.CompilerServices;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>
/// Which steps of a runbook a run has to do with: not those that were skipped, nor those whose condition does not hold. Everything that
/// asks what is still to be done asks it of the runbook without them.
/// </summary>
public static class InPlay
{
    private static readonly ConditionalWeakTable<RunState, Answer> Known = [];

    /// <summary>The runbook without the steps that are out of play; the same one when all are in.</summary>
    /// <param name="runbook">The runbook as pinned.</param>
    /// <param name="run">The run.</param>
    /// <param name="asked">
    /// A step that is asked about, and stays, since the question is what would be if it were run; null for none.
    /// </param>
    public static Runbook Of(Runbook runbook, RunState run, Step? asked = null)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        if (!runbook.IsConditional)
            return runbook;
        // Asked for each step of a page, and the same for all of them.
        var known = Known.GetValue(run, _ => new(runbook, Of(runbook, step => Holds(runbook, run, step))));
        var all = ReferenceEquals(known.Asked, runbook) || ReferenceEquals(known.InPlay, runbook)
            ? known.InPlay
            : Of(runbook, step => Holds(runbook, run, step));
        return asked is null || all.FindStep(asked.Id) is not null || runbook.FindStep(asked.Id) is null
            ? all
            : Of(runbook, step => step.Id == asked.Id || Holds(runbook, run, step));
    }

    private static Runbook Of(Runbook runbook, Func<Step, bool> stays) => runbook.Steps.All(stays)
        ? runbook
        : runbook with { Steps = [.. runbook.Steps.Where(stays)], Original = runbook.Whole };

    /// <summary>Whether a step is in play. What has begun to change the host is, whatever was said before or since.</summary>
    public static bool Holds(Runbook runbook, RunState run, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        return (step.Kind.ChangesHost() && run.LatestAttempt(step.Id) is not null)
            || (SkipOf(run, step) is null && ConditionOf(runbook, run, step) != false);
    }

    /// <summary>How it was skipped, when that still stands: nothing of it was done since; null otherwise.</summary>
    public static Skip? SkipOf(RunState run, Step step)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        return step.Optional && run.LatestSkip(step.Id) is { } skip && skip.Sequence > Counted.Latest(run, step).Sequence ? skip : null;
    }

    /// <summary>
    /// Whether a step's condition holds; true when it has none, null while nobody has chosen. Where the choice itself is out of play,
    /// nothing that depends on it is in play.
    /// </summary>
    public static bool? ConditionOf(Runbook runbook, RunState run, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        if (step.When is not { } when)
            return true;
        var choice = ChoiceFor(runbook, step);
        return choice is not null && !Holds(runbook, run, choice) ? false
            : RunValues.For(runbook, run, step).TryGetValue(when.Name, out var value) ? when.Holds(value)
            : choice is null ? when.Holds("")
            : null;
    }

    /// <summary>
    /// The choices that decide what a gate unlocks, as far as they stand above all of it: they are made before it is approved, since an
    /// approval is given for them.
    /// </summary>
    public static IEnumerable<Step> ChoicesBefore(Runbook runbook, Gate gate)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(gate);
        var behind = runbook.StepsBehind(gate.Id).ToArray();
        var above = runbook.Steps.TakeWhile(s => s.Id != behind.FirstOrDefault()?.Id).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return behind.Select(s => ChoiceFor(runbook, s)).OfType<Step>().Where(s => above.Contains(s.Id)).DistinctBy(s => s.Id);
    }

    /// <summary>The choice that a step depends on, or the step that writes the value; null when it depends on none.</summary>
    public static Step? ChoiceFor(Runbook runbook, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(step);
        return step.When is not { } when ? null
            : runbook.Steps.TakeWhile(s => s.Id != step.Id).LastOrDefault(s => s.Sets(when.Name) && s.IsSeenBy(step));
    }

    private sealed record Answer(Runbook Asked, Runbook InPlay);
}
