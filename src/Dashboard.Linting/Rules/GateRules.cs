using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>What a reviewer asks of gates and of the steps behind them, beyond what the parser demands.</summary>
internal static class GateRules
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<Diagnostic> Check(Runbook runbook)
    {
        foreach (var gate in runbook.Gates.Where(g => g.Id.Length > 0))
        {
            if (gate is { Unlocks: StepKind.Destructive, FourEyesStated: false })
            {
                yield return new(LintCodes.NoWordOfFourEyes, DiagnosticSeverity.Warning, gate.Line, 1,
                    $"The gate `{gate.Id}` unlocks what cannot be undone, and does not set the two-person rule.",
                    "Add `four-eyes: required` or `four-eyes: preferred`; `four-eyes: no` if one person may do it alone.");
            }

            if (gate.Unlocks == StepKind.Mutating && runbook.StepsBehind(gate.Id).FirstOrDefault() is { } change
                && !runbook.Steps.Any(s => s.Kind == StepKind.Rollback && s.GateId == gate.Id))
            {
                yield return new(LintCodes.NoRollback, DiagnosticSeverity.Warning, gate.Line, 1,
                    $"Nothing rolls back what the gate `{gate.Id}` unlocks.",
                    $"Add a `.rollback` step below `{change.Id}`, or make the step `.destructive` if it cannot be rolled back.");
            }
        }

        foreach (var step in runbook.Steps.Where(s => s.Kind == StepKind.Smoke && WayBack.Holds(runbook, s)))
        {
            var after = runbook.Steps.SkipWhile(s => s.Id != step.Id).Where(s => s.Verify == step.Id).ToArray();
            if (after.Length > 0 && after.Length == runbook.Steps.Count(s => s.Verify == step.Id))
            {
                yield return new(LintCodes.CheckOfRollbackAlone, DiagnosticSeverity.Warning, step.Line, 1,
                    $"A successful run never reaches `{step.Id}`: nothing but the rollback `{after[0].Id}` below it names it as its check.",
                    $"Move it below `{after[0].Id}`; or, when it looks at the change as well, name it in the `verify` of the change.");
            }
        }

        foreach (var step in runbook.Steps.Where(s => s.Kind.ChangesHost() && s.Verify is null))
        {
            yield return new(LintCodes.NoVerify, DiagnosticSeverity.Warning, step.Line, 1,
                $"When `{step.Id}` is interrupted, no step shows how far it got.",
                "Add `verify=STEP` with the id of a preflight or smoke step that checks what it changes.");
        }
    }
}
