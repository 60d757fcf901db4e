using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Linting.Rules;

namespace Dashboard.Linting.Tests;

/// <summary>A link leads to a runbook and a heading that are there, or a warning says that it does not.</summary>
public sealed class LinkRuleTests
{
    private const string Step = "\n\n## Far away {#far}\n\n## Near by\n\n```http {#look .preflight}\nurl: http://127.0.0.1/\n```\n";

    private static Diagnostic[] Found(string text, string code = LintCodes.LinkToNothing) =>
    [
        .. RunbookLinter.Lint(new()
        {
            Path = "dir/this.md",
            Runbook = RunbookParser.Parse("dir/this.md", text),
            Text = text,
            Exists = path => path is "other.md" or "dir/a#b.md" or "dir/scripts/run.sh" or "img/a.png" or "dir/pdf.png",
            ImageProblem = path => path == "dir/pdf.png" ? "it is not what its name says" : null,
            HasHeading = (path, anchor) => (path, anchor) is ("other.md", "part"),
        }).Select(f => f.Diagnostic).Where(d => d.Code == code),
    ];

    [Theory]
    [InlineData("[a](#far) [b](#near-by) [c](this.md#far) [d](../other.md) [e](/other.md#part) [f](a%23b.md)")]
    [InlineData("[a](https://example.org/x.md#y) [b](scripts/run.sh) `[c](#none)` ![d](x.md)")]
    public void Link_ToWhatIsThere_HasNoFinding(string text) => Found(text + Step).ShouldBeEmpty();

    [Theory]
    [InlineData("[a](#neer-by)", "this page has no heading `#neer-by`", "Write `#near-by`.")]
    [InlineData("[a](this.md#none)", "this page has no heading `#none`", "small letters")]
    [InlineData("[a](other.md)", "the runbooks folder has no file `dir/other.md`", "relative to this file")]
    [InlineData("[a](scripts/gone.sh)", "the runbooks folder has no file `dir/scripts/gone.sh`", "relative to this file")]
    [InlineData("[a](scripts/)", "the runbooks folder has no file `dir/scripts`", "relative to this file")]
    [InlineData("[a](/)", "the runbooks folder has no file `.`", "relative to this file")]
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

    [Theory]
    [InlineData("![a](../img/a.png) ![b](/img/a.png) ![c](https://example.org/x.png)")]
    [InlineData("`![a](none.png)`")]
    public void Image_ThatIsShown_HasNoFinding(string text) => Found(text + Step, LintCodes.ImageNotShown).ShouldBeEmpty();

    [Theory]
    [InlineData("![a](none.png)", "the runbooks folder has no file `dir/none.png`")]
    [InlineData("![a](../../out.png)", "it is no image of the runbooks folder")]
    [InlineData("![a](scripts/run.sh)", "it is no image of the runbooks folder")]
    [InlineData("![a](data:image/png;base64,AAAA)", "it is no image of the runbooks folder")]
    [InlineData("![a](pdf.png)", "it is not what its name says")]
    public void Image_ThatIsNotShown_IsAWarningInItsPlace(string text, string what)
    {
        var found = Found("First.\n\nSee " + text + Step, LintCodes.ImageNotShown).ShouldHaveSingleItem();

        (found.Severity, found.Line, found.Column).ShouldBe((DiagnosticSeverity.Warning, 3, 5));
        found.Message.ShouldContain(what);
    }

    [Fact]
    public void Images_BeyondTheMost_AreWarnings()
    {
        var text = string.Join('\n', Enumerable.Range(0, 102).Select(i => $"![a](/img/a.png?{i})"));

        Found(text + Step, LintCodes.ImageNotShown).Length.ShouldBe(2);
    }
}
