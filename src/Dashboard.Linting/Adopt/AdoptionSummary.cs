using System.Globalization;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Adopt;

/// <summary>Says in a line what came out.</summary>
public static class AdoptionSummary
{
    /// <summary>For example, <c>Draft: 2 preflight, 1 mutating, 1 smoke, 3 manual; 2 inputs; 4 doubts, 0 errors, 1 warning.</c></summary>
    public static string Of(Adoption adoption)
    {
        ArgumentNullException.ThrowIfNull(adoption);
        if (!adoption.IsChanged)
            return "No draft.";
        var steps = Enum.GetValues<StepKind>().Select(k => (Kind: k, Count: adoption.Runbook.Steps.Count(s => s.Kind == k)))
            .Where(k => k.Count > 0).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Count} {k.Kind.DisplayName()}"));
        var errors = adoption.Findings.Count(f => f.Severity == DiagnosticSeverity.Error);
        return $"Draft: {string.Join(", ", steps)}; {Words(adoption.Runbook.Inputs.Length, "input")}; "
            + $"{Words(adoption.Doubts.Length, "doubt")}, {Words(errors, "error")}, {Words(adoption.Findings.Length - errors, "warning")}.";
    }

    private static string Words(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
