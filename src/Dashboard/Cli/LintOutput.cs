using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;
using Dashboard.Engine.Linting;
using Dashboard.Linting;

namespace Dashboard.Cli;

/// <summary>Tells what the linter found, to people or to programs.</summary>
internal static class LintOutput
{
    /// <summary>JSON as all commands print it: names in camel case, on several lines, other scripts' letters as they are.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Prints one JSON object.</summary>
    public static void TellPrograms(LintReport report, int code) => Console.WriteLine(JsonSerializer.Serialize(
        new
        {
            exitCode = code,
            runbooks = report.Runbooks,
            files = report.Files,
            errors = report.Findings.Count(f => f.IsError),
            warnings = report.Findings.Count(f => f.IsWarning),
            waived = report.Findings.Count(f => f.Waived is not null),
            complete = !report.Incomplete,
            findings = report.Findings.Select(f => new
            {
                code = f.Diagnostic.Code,
                severity = Word(f),
                file = f.File,
                line = f.Diagnostic.Line,
                column = f.Diagnostic.Column,
                message = f.Diagnostic.Message,
                remedy = f.Diagnostic.Remedy,
                waived = f.Waived,
            }),
        },
        Json));

    /// <summary>Prints one finding after the other, each as compilers do: file, line and column first.</summary>
    public static void TellPeople(LintReport report, int code)
    {
        foreach (var finding in report.Findings)
        {
            var found = finding.Diagnostic;
            var (file, message, remedy) =
                (VisibleText.OneLine(finding.File), VisibleText.OneLine(found.Message), VisibleText.OneLine(found.Remedy));
            var (word, rest) = finding.Waived is { } reason
                ? ($"waived {Word(finding)}", $"Reason: {VisibleText.OneLine(reason)}")
                : (Word(finding), remedy);
            Console.WriteLine($"{file}:{found.Line}:{found.Column}: {word} {found.Code}: {message}\n    {rest}");
        }

        Console.WriteLine($"{Words(report.Runbooks, "runbook")}, {Words(report.Files, "file")}: "
            + $"{Words(report.Findings.Count(f => f.IsError), "error")}, {Words(report.Findings.Count(f => f.IsWarning), "warning")}"
            + (report.Findings.Count(f => f.Waived is not null) is > 0 and var waived ? $", {waived} waived" : ""));
    }

    /// <summary>The severity as a word.</summary>
    public static string Word(LintFinding finding) => finding.Diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning";

    private static string Words(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
