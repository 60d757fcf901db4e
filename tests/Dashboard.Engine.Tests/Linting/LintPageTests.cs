using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Linting;

/// <summary><c>docs/lint.md</c>: each rule with a bad and a good example, which are linted here as they stand there.</summary>
public sealed partial class LintPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "lint.md"));

    public static TheoryData<string, string> Rules
    {
        get
        {
            var rules = new TheoryData<string, string>();
            foreach (var section in Page.Split("\n### ").Skip(1))
                rules.Add(section[..5], section);
            return rules;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void BadExample_IsFoundByItsRuleAlone(string code, string section)
    {
        var found = Linted(section, "**Bad**");
        found.Select(f => f.Diagnostic.Code).Distinct().ShouldBe([code]);
        section.ShouldContain($"*{found[0].Diagnostic.Severity.ToString().ToLowerInvariant()}.*");
        found.ShouldAllBe(f => f.Diagnostic.Remedy.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void GoodExample_HasNoFinding(string code, string section) => Linted(section, "**Good**").ShouldBeEmpty(code);

    [Fact]
    public void Page_HasEveryRule() => Rules.Select(r => r.Data.Item1).Order().ShouldBe(
        typeof(LintCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)
            // What these two find is a tool that is missing; the text above the rules explains them.
            .Except([LintCodes.NoShellParser, LintCodes.NoShellcheck])
            // What the parser finds has a page of its own; these three are what reviewers ask for by name.
            .Concat([DiagnosticCodes.NoGate, DiagnosticCodes.DuplicatePhrase, DiagnosticCodes.BadPhrase]).Order());

    private static LintFinding[] Linted(string section, string heading)
    {
        var example = section[section.IndexOf(heading, StringComparison.Ordinal)..];
        example = heading == "**Bad**" ? example[..example.IndexOf("**Good**", StringComparison.Ordinal)] : example;
        var files = File_().Matches(example).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        // A file that is there and not pinned is what one of the rules is about.
        return [.. Lints.Of(Runbook().Match(example).Groups[1].Value, files, "scripts/check.sh")];
    }

    [GeneratedRegex(@"^~~~markdown\n(.*?)^~~~$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Runbook();

    [GeneratedRegex(@"^~~~(?:yaml|sh)\n# (\S+)\n(.*?)^~~~$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex File_();
}
