using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>Finds steps that run on a host of which the settings know nothing: no run can be opened then.</summary>
internal static class HostRules
{
    /// <summary>What is wrong; nothing where no settings are known.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject) => subject.Hosts is not { } hosts ? []
        : subject.Runbook.Steps.Where(s => s.Target is { } host && !hosts.Contains(host)).Select(step => new LintFinding(
            step.Part ?? subject.Path,
            new(LintCodes.UnknownHost, DiagnosticSeverity.Warning, step.Line, 1,
                $"`{step.Id}` runs on `{step.Target}`, and the settings have no such host, so no run can be opened here. "
                    + $"They have: {string.Join(", ", hosts)}.",
                (SpellingSuggestion.To(step.Target!, hosts) is { } near ? $"Write `on={near}`, or set " : "Write one of these, or set ")
                    + $"`Dashboard:Targets:{step.Target}`."))
        {
            StepId = step.Id,
        });
}
