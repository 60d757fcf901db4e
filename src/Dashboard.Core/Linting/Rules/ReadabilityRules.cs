using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Linting.Rules;

/// <summary>Looks for what an approver cannot take in although all of it is shown: spaces that look like fewer.</summary>
internal static partial class ReadabilityRules
{
    /// <summary>What is wrong.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        // Spaces at its ends, and control characters, are what the parser refuses in a phrase.
        foreach (var gate in subject.Runbook.Gates.Where(g => g.Phrase.Contains("  ", StringComparison.Ordinal)))
        {
            yield return new(subject.Path, new(LintCodes.UncountableSpaces, DiagnosticSeverity.Error, gate.Line, 1,
                $"The phrase of the gate `{gate.Id}` holds several spaces in a row, which look like one.", $"Write `phrase: {Single(gate.Phrase)}`."));
        }

        foreach (var path in subject.Files.Keys.Union(subject.Runbook.Files).Where(p => Single(p) != p))
        {
            yield return new(path, new(LintCodes.UncountableSpaces, DiagnosticSeverity.Error, 1, 1,
                "The name of the pinned file begins or ends with a space, or holds several in a row.", $"Rename it, for example to `{Single(path)}`."));
        }
    }

    private static string Single(string text) => AtEnds().Replace(InARow().Replace(text, " "), "");

    [GeneratedRegex(@"\s{2,}|[\t\r\n]", RegexOptions.CultureInvariant)]
    private static partial Regex InARow();

    /// <summary>At the ends of a path's parts.</summary>
    [GeneratedRegex(@"(?<=\A|/)\s+|\s+(?=/|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex AtEnds();
}
