using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Linting.Rules;

namespace Dashboard.Linting.Tests;

/// <summary>A link leads to a runbook and a heading that are there, or a warning says that it does not.</summary>
public sealed class LinkRuleTests
{
    private const string Step = "\n\n## Far away {#far}\n\n## Near by\n\n```http {#look .preflight}\nurl: http://127.0.0.1/\n```\n";

    private static Diagnostic[] Found(string text) =>
    [
        .. RunbookLinter.Lint(new()
        {
            Path = "dir/this.md",
            Runbook = RunbookParser.Parse("dir/this.md", text),
            Text = text,
            Exists = path => path is "other.md" or "dir/a#b.md",
            HasHeading = (path, anchor) => (path, anchor) is ("other.md", "part"),
        }).Select(f => f.Diagnostic).Where(d => d.Code == LintCodes.LinkToNothing),
    ];

    [Theory]
    [InlineData("[a](#far) [b](#near-by) [c](this.md#far) [d](../other.md) [e](/other.md#part) [f](a%23b.md)")]
    [InlineData("[a](https://example.org/x.md#y) [b](scripts/run.sh) `[c](#none)` ![d](x.md)")]
    public void Link_ToWhatIsThere_HasNoFinding(string text) => Found(text + Step).ShouldBeEmpty();

    [Theory]
    [InlineData("[a](#neer-by)", "this page has no heading `#neer-by`", "Write `#near-by`.")]
    [InlineData("[a](this.md#none)", "this page has no heading `#none`", "small letters")]
    [InlineData("[a](other.md)", "the runbooks folder has no file `dir/other.md`", "relative to this file")]
    [InlineData("[a](../other.md#none)", "`other.md` has no heading `#none`", "small letters")]
    [InlineData("[a](../../out.md)", "it leaves the runbooks folder", "below the runbooks folder")]
    public void Link_ToNothing_IsAWarningInItsPlace(string text, string what, string remedy)
    {
        var found = Found("First.\n\nSee " + text + Step).ShouldHaveSingleItem();

        (found.Severity, found.Line, found.Column).ShouldBe((DiagnosticSeverity.Warning, 3, 5));
        found.Message.ShouldContain(what);
        found.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void Link_OfADocumentThatIsNoRunbook_HasNoFinding() => Found("# Page\n\n[a](#none)\n").ShouldBeEmpty();
}
