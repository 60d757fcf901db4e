using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>
/// The values of a run: the inputs it was opened with, what was chosen, and what steps wrote for those below them. What a step gets, what
/// conditions read, and what an approval is given for. Secrets are none of them: no record holds those.
/// </summary>
public static class RunValues
{
    /// <summary>What is known in a run.</summary>
    public static ImmutableSortedDictionary<string, string> All(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return With(run, run.Written);
    }

    /// <summary>What a step gets: of what steps wrote, that of the steps above it. A rollback gets whatever there is.</summary>
    public static ImmutableSortedDictionary<string, string> For(Runbook runbook, RunState run, Step step)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        var all = run.Written.IsEmpty ? All(run)
            : step.Kind == StepKind.Rollback ? Of(runbook.Whole.Steps)
            : Of(runbook.Whole.Steps.TakeWhile(s => s.Id != step.Id));
        return step.Repeat is { } time ? all.SetItem(Repeat.Variable, time.Value) : all;

        ImmutableSortedDictionary<string, string> Of(IEnumerable<Step> writers) => Written(run, writers.Where(s => s.IsSeenBy(step)));
    }

    /// <summary>What an approval of a gate is given for: what is known above the first step that it unlocks.</summary>
    public static ImmutableSortedDictionary<string, string> For(Runbook runbook, RunState run, Gate gate)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(gate);
        var first = runbook.Whole.StepsBehind(gate.Id).FirstOrDefault();
        return run.Written.IsEmpty ? All(run) : Written(run, runbook.Whole.Steps.TakeWhile(s => s.Id != first?.Id));
    }

    private static ImmutableSortedDictionary<string, string> Written(RunState run, IEnumerable<Step> writers)
    {
        var ids = writers.Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        return With(run, run.Written.Where(w => ids.Contains(w.StepId)));
    }

    // The latest counts, of two steps that write the same name as well.
    private static ImmutableSortedDictionary<string, string> With(RunState run, IEnumerable<WrittenValue> written)
    {
        var all = run.Opened.Inputs.ToBuilder();
        foreach (var (name, value) in run.Chosen)
            all[name] = value;
        foreach (var value in written)
        {
            if (value.Value is { } known)
                all[value.Name] = known;
        }

        return all.ToImmutable();
    }
}
