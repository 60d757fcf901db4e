using System.Text.Json;
using Dashboard.Engine.Linting;

namespace Dashboard.Cli;

/// <summary>Tells what the linter found as SARIF 2.1.0 (OASIS), the format that code forges read.</summary>
internal static class SarifOutput
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    /// <summary>Prints one SARIF log.</summary>
    public static void Tell(LintReport report, int code)
    {
        var rules = report.Findings.Select(f => f.Diagnostic.Code).Distinct().Order(StringComparer.Ordinal).ToList();
        var run = new
        {
            tool = new { driver = new { name = "cutover-lint", rules = rules.Select(r => new { id = r }) } },
            columnKind = "utf16CodeUnits",
            invocations = new[] { new { executionSuccessful = !report.Incomplete, exitCode = code } },
            results = report.Findings.Select(f => new
            {
                ruleId = f.Diagnostic.Code,
                ruleIndex = rules.IndexOf(f.Diagnostic.Code),
                level = LintOutput.Word(f),
                message = new { text = $"{f.Diagnostic.Message} {f.Diagnostic.Remedy}" },
                suppressions = f.Waived is { } reason ? new[] { new { kind = "inSource", justification = reason } } : [],
                locations = new[]
                {
                    new
                    {
                        physicalLocation = new
                        {
                            artifactLocation = new { uri = Address(f.File) },
                            region = new { startLine = f.Diagnostic.Line, startColumn = f.Diagnostic.Column },
                        },
                    },
                },
            }),
        };
        // The one property whose name is no name in C#.
        var log = new Dictionary<string, object> { ["$schema"] = Schema, ["version"] = "2.1.0", ["runs"] = new[] { run } };
        Console.WriteLine(JsonSerializer.Serialize(log, LintOutput.Json));
    }

    private static string Address(string file) =>
        file.StartsWith('/') ? new Uri(file).AbsoluteUri : string.Join('/', file.Split('/').Select(Uri.EscapeDataString));
}
