using System.Globalization;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>
/// What speaks against the result that a run is closed with. How it ended is for a person to say: they may have put things right by hand.
/// But whoever says so, and whoever reads it, is told what the record has.
/// </summary>
public static class ClosingWarnings
{
    /// <summary>Each in a sentence; none for a run that was given up.</summary>
    public static IEnumerable<string> Of(Runbook runbook, RunState run, RunResult result)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        runbook = InPlay.Of(runbook, run);
        foreach (var gate in runbook.Gates)
        {
            if (result == RunResult.RolledBack && RolledBack.Stands(runbook, run, gate.Id))
                yield return $"The change behind “{gate.Title}” is still in place: no complete rollback is recorded.";
            else if (result == RunResult.Completed
                && Counted.LatestRollback(runbook, run, gate.Id) > Counted.Latest(run, runbook.StepsBehind(gate.Id)))
                yield return $"The change behind “{gate.Title}” was rolled back.";
        }

        if (result == RunResult.Completed
            && runbook.Steps.Count(s => !RollbackPath.Holds(runbook, s) && Counted.OutcomeOf(runbook, run, s) != Outcome.Passed)
                is > 0 and var open)
            yield return string.Create(CultureInfo.InvariantCulture, $"{open} {(open == 1 ? "step has" : "steps have")} not passed.");
        if (result == RunResult.RolledBack && runbook.Gates.All(g => Counted.LatestRollback(runbook, run, g.Id) == 0))
            yield return "No rollback was run.";
    }
}
