using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>
/// Finds what an approver cannot take in although it is shown: several spaces that look like one, and texts that are too long to read.
/// </summary>
internal static partial class ReadabilityRules
{
    /// <summary>The most characters of a title, and of a phrase or the name of an input.</summary>
    public const int MostTitle = 200, MostPhrase = 100;

    /// <summary>What is wrong.</summary>
    public static IEnumerable<LintFinding> Check(LintSubject subject)
    {
        // The parser already refuses control characters in a phrase, and spaces at its ends.
        foreach (var gate in subject.Runbook.Gates.Where(g => g.Phrase.Contains("  ", StringComparison.Ordinal)))
        {
            yield return new(subject.Path, new(LintCodes.UncountableSpaces, DiagnosticSeverity.Error, gate.Line, 1,
                $"The phrase of the gate `{gate.Id}` contains several spaces in a row, which look like one.",
                $"Write `phrase: {Single(gate.Phrase)}`."));
        }

        foreach (var path in subject.Files.Keys.Union(subject.Runbook.Files).Union(subject.Parts.Keys).Where(p => Single(p) != p))
        {
            yield return new(path, new(LintCodes.UncountableSpaces, DiagnosticSeverity.Error, 1, 1,
                "The name of the pinned file begins or ends with a space, or contains several in a row.",
                $"Rename it, for example to `{Single(path)}`."));
        }

        foreach (var (name, text, most, file, line) in Lengths(subject.Runbook).Where(l => l.Text.Length > l.Most))
        {
            yield return new(file ?? subject.Path, new(LintCodes.TooLongToRead, DiagnosticSeverity.Error, line, 1,
                $"{name} has {text.Length} characters, which is too long to review.",
                $"Use at most {most} characters, and move the rest to the prose."));
        }
    }

    // The text of a manual step is its instruction, and may be a paragraph.
    private static IEnumerable<(string Name, string Text, int Most, string? File, int Line)> Lengths(Runbook runbook) =>
    [
        ("The title of the runbook", runbook.Title, MostTitle, (string?)null, 1),
        .. runbook.Inputs.Select((input, i) => ($"The name of input {i + 1}", input.Name, MostPhrase, (string?)null, 1)),
        .. runbook.Gates.Select(g => ($"The title of the gate `{g.Id}`", g.Title, MostTitle, (string?)null, g.Line)),
        .. runbook.Gates.Select(g => ($"The phrase of the gate `{g.Id}`", g.Phrase, MostPhrase, (string?)null, g.Line)),
        .. runbook.Steps.Where(s => s.Kind != StepKind.Manual)
            .Select(s => ($"The title of the step `{s.Id}`", s.Title, MostTitle, s.Part, s.Line)),
        .. runbook.Steps.Where(s => s.Waiver is not null)
            .Select(s => ($"The reason of a waiver of the step `{s.Id}`", s.Waiver!.Reason, MostTitle, s.Part, s.Line)),
    ];

    private static string Single(string text) => AtEnds().Replace(InARow().Replace(text, " "), "");

    [GeneratedRegex(@"\s{2,}|[\t\r\n]", RegexOptions.CultureInvariant)]
    private static partial Regex InARow();

    /// <summary>At the ends of a path's parts.</summary>
    [GeneratedRegex(@"(?<=\A|/)\s+|\s+(?=/|\z)", RegexOptions.CultureInvariant)]
    private static partial Regex AtEnds();
}
