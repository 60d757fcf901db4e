using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Runbooks;

public sealed partial class RunbookFormatPageTests
{
    private static readonly string Page = File.ReadAllText(RepositoryRoot.Of("docs", "runbook-format.md"));

    public static TheoryData<int, string> Samples
    {
        get
        {
            var samples = new TheoryData<int, string>();
            foreach (Match match in Fence().Matches(Page))
                samples.Add(Page[..match.Index].Count(c => c == '\n') + 1, match.Groups[1].Value);
            return samples;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Sample_OnThePage_IsParsedWithoutAnyDiagnostic(int line, string sample)
    {
        var runbook = RunbookParser.Parse("sample.md", sample, part: path => path == "parts/drain.md" ? Part : PartText.Missing);

        runbook.Diagnostics.ShouldBeEmpty($"the sample at line {line}");
        runbook.Steps.ShouldNotBeEmpty();
    }

    [Fact]
    public void Page_Itself_IsAPlainRunbookWithoutFindings()
    {
        var runbook = RunbookParser.Parse("runbook-format.md", Page);

        runbook.Diagnostics.ShouldBeEmpty();
        runbook.Steps.ShouldBeEmpty();
        Samples.Count.ShouldBeGreaterThan(7);
    }

    [Fact]
    public void Page_NamesEveryAttributeKeyAndKindThatTheParserKnows()
    {
        string[] words =
        [
            "timeout", "expect-exit", "expect-output", "retry", "every", "on", "in", "tty", "gate", "verify", "plan", "title", "owner",
            "inputs", "secrets",
            "files", "gates", "part", "include", "phrase", "unlocks", "fresh", "valid", "after", "four-eyes", "protects", "lint-ignore",
            "reason", "strict", "python", "sql", "powershell", "type", "window", "outputs", "for-each",
        ];

        words.Where(w => !Page.Contains($"`{w}`", StringComparison.Ordinal)).ShouldBeEmpty();
        Enum.GetValues<StepKind>().Where(k => k != StepKind.Manual && !Page.Contains($"`.{k.DisplayName()}`", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    /// <summary>The sample that other samples include.</summary>
    private static PartText Part => new(Fence().Matches(Page).Select(m => m.Groups[1].Value)
        .Single(s => s.StartsWith("---\npart: true", StringComparison.Ordinal)), null);

    [GeneratedRegex(@"^~~~markdown\n(.*?)^~~~$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
