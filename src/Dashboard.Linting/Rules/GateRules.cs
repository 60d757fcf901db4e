using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>What a reviewer expects of gates and the steps behind them, beyond what the parser requires.</summary>
internal static class GateRules
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        var runbook = subject.Runbook;
        foreach (var gate in runbook.Gates.Where(g => g.Id.Length > 0))
        {
            if (gate is { Unlocks: StepKind.Destructive, FourEyesStated: false })
            {
                yield return Warning(subject, LintCodes.NoWordOfFourEyes, gate,
                    $"The gate `{gate.Id}` unlocks irreversible steps but does not state the two-person rule.",
                    "Add `four-eyes: required` or `four-eyes: preferred`, or `four-eyes: no` if one person may approve alone.");
            }

            if (gate.Unlocks == StepKind.Mutating && runbook.StepsBehind(gate.Id).FirstOrDefault() is { } change
                && !runbook.Steps.Any(s => s.Kind == StepKind.Rollback && s.GateId == gate.Id))
            {
                yield return Warning(subject, LintCodes.NoRollback, gate,
                    $"The gate `{gate.Id}` unlocks changes that have no rollback.",
                    $"Add a `.rollback` step below `{change.Id}`, or make the step `.destructive` if the change cannot be rolled back.");
            }
        }

        foreach (var step in runbook.Steps.Where(s => s.Kind == StepKind.Smoke && RollbackPath.Holds(runbook, s)))
        {
            var after = runbook.Steps.SkipWhile(s => s.Id != step.Id).Where(s => s.Verify == step.Id).ToArray();
            if (after.Length > 0 && after.Length == runbook.Steps.Count(s => s.Verify == step.Id))
            {
                yield return Warning(subject, LintCodes.CheckOfRollbackAlone, step,
                    $"A successful run never reaches `{step.Id}`: only the rollback `{after[0].Id}` below it names it as its check.",
                    $"Move it below `{after[0].Id}`. If it also checks the change, name it in the `verify` of the change.");
            }
        }

        foreach (var step in runbook.Steps.Where(s => s.Kind.ChangesHost() && s.Verify is null))
        {
            yield return Warning(subject, LintCodes.NoVerify, step,
                $"If `{step.Id}` is interrupted, no step can tell how far it got.",
                "Add `verify=STEP` with the id of a preflight or smoke step that checks the result.");
        }
    }

    // A finding about a gate is about no step alone.
    private static LintFinding Warning(LintSubject subject, string code, Gate gate, string message, string remedy) =>
        new(subject.Path, new(code, DiagnosticSeverity.Warning, gate.Line, 1, message, remedy));

    private static LintFinding Warning(LintSubject subject, string code, Step step, string message, string remedy) =>
        new(step.Part ?? subject.Path, new(code, DiagnosticSeverity.Warning, step.Line, 1, message, remedy) { File = step.Part })
        {
            StepId = step.Id,
        };
}
