using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>What the front matter says concerns a runbook alone, and one slip in it is one finding.</summary>
public sealed class FrontMatterTests
{
    private const string Step = "\n- [ ] It is done {#is-done}\n";

    private const string Changes = """

        ```bash {#look .preflight}
        true
        ```
        ```bash {#switch .mutating gate=change}
        true
        ```
        ```bash {#move .mutating}
        true
        ```
        ```bash {#back .rollback}
        true
        ```
        ```file {#key .preflight}
        path: ${KEY_FILE}
        ```
        ```bash {#looks .smoke after=switch when="KEY_FILE!=none"}
        true
        ```

        """;

    [Theory]
    [InlineData("title: x\nlayout: post\ntags: [a]\nweight: 30\nreviewers: [ada]")]
    [InlineData("title: [a, b]\nowner: {name: ada}\ntitel: x\nfile: y")]
    [InlineData("title: a: b")]
    [InlineData("title: x\nowner: [a")]
    [InlineData("tags: &a [x]\nmore: *a\n<<: *a")]
    [InlineData("title: x\ntitle: y")]
    [InlineData("inputs:\n  repository: {type: string}\nfiles: 3\nsecrets: inherit")]
    [InlineData("title: x\n\t- y")]
    [InlineData("title: {{ replace .Name \"-\" \" \" }}")]
    public void Document_WhateverItsFrontMatterSays_HasNoFindings(string yaml)
    {
        var document = RunbookParser.Parse("x.md", $"---\n{yaml}\n---\n# A page\n\nWords.\n");

        document.Diagnostics.ShouldBeEmpty();
        document.IsDocument.ShouldBeTrue();
        document.Document.OfType<DocumentBlock.Prose>().ShouldHaveSingleItem().Html.ShouldContain("Words.");
    }

    [Fact]
    public void Document_WhoseFrontMatterIsNeverClosed_HasNoFindings() =>
        RunbookParser.Parse("x.md", "---\nNote: a rule, then a word.\n\n# A page\n").Diagnostics.ShouldBeEmpty();

    [Theory]
    [InlineData("---\ngates: [a\n---\n# A page\n")]
    [InlineData("# A page\n\n```bash {#a .preflite}\ntrue\n```\n")]
    [InlineData("---\nlayout: post\ngates:\n  - {id: change, phrase: yes, unlocks: mutating}\n---\n")]
    public void Text_ThatAskedToBeARunbook_KeepsItsErrors(string text)
    {
        var runbook = RunbookParser.Parse("x.md", text);

        runbook.HasErrors.ShouldBeTrue();
        runbook.IsDocument.ShouldBeFalse();
    }

    [Theory]
    [InlineData("layout: post\ndate: 2026-01-01\ntags: [a]\nweight: 30\npermalink: /x\nsidebar_position: 3\nhide_title: true\norder: 1")]
    [InlineData("x-team:\n  pager: &p 1\n  also: *p\nX-Other: [a]")]
    [InlineData("Weight: 3\nLAYOUT: page\nparams: &p {a: 1, a: 2}")]
    public void ForeignKey_OfASiteGeneratorOrExtension_IsNoFinding(string yaml) => Found(yaml).ShouldBeEmpty();

    [Theory]
    [InlineData("reviewers: [ada]", "The key `reviewers` has no meaning here.")]
    [InlineData("time: 22:00", "The key `time` has no meaning here.")]
    [InlineData("other:\n  a: &x 1\n  b: *x", "The key `other` has no meaning here.")]
    [InlineData("filter: a", "The key `filter` has no meaning here.")]
    public void ForeignKey_OfSomebodyElse_IsAWarning(string yaml, string message)
    {
        var found = Found(yaml).ShouldHaveSingleItem();

        (found.Code, found.Severity, found.Message).ShouldBe((DiagnosticCodes.UnknownKey, DiagnosticSeverity.Warning, message));
        found.Remedy.ShouldContain("`x-");
    }

    [Theory]
    [InlineData("gate: []", "gates")]
    [InlineData("gats: []", "gates")]
    [InlineData("Gates: []", "gates")]
    [InlineData("input: []", "inputs")]
    [InlineData("inptus: []", "inputs")]
    [InlineData("secret: []", "secrets")]
    [InlineData("titel: x", "title")]
    [InlineData("ownr: x", "owner")]
    [InlineData("flies: []", "files")]
    public void OwnKey_Misspelt_IsAnErrorThatNamesIt(string yaml, string meant)
    {
        var found = Found(yaml).ShouldHaveSingleItem();

        (found.Code, found.Severity).ShouldBe((DiagnosticCodes.UnknownKey, DiagnosticSeverity.Error));
        found.Remedy.ShouldStartWith($"Did you mean `{meant}`?");
    }

    [Theory]
    [InlineData("inputs: [{name: KEY_FILE}]\ngates:\n  - {id: change, phrase: go, unlocks: mutating")]
    [InlineData("title: a: b\ninputs: [{name: KEY_FILE}]\ngates:\n  - {id: change, phrase: go, unlocks: mutating}")]
    [InlineData("inputs: [{name: KEY_FILE}]\ngate:\n  - {id: change, phrase: go, unlocks: mutating}")]
    [InlineData("inputs: [{name: KEY_FILE}]\ngates:\n  - {id: change, phrase: go, unlock: mutating}")]
    [InlineData("inputs: [{name: KEY_FILE}]\ngates:\n  - {id: change, phrase: go, unlocks: destrutive}")]
    [InlineData("inputs: [{name: KEY_FILE}]\ngates:\n  - {id: chnage, pharse: go, unlocks: mutating}")]
    [InlineData("inputs: [{name: KEY_FILE}]\ngates: change")]
    [InlineData("input: [{name: KEY_FILE}]\nsecrets: [{file: KEY_FILE}]\ngates: [{id: change, phrase: go, unlocks: mutating}]")]
    [InlineData("inputs: [{nmae: KEY_FILE}]\nsecrets: [{file: KEY_FILE}]\ngates: [{id: change, phrase: go, unlocks: mutating}]")]
    public void Slip_InTheFrontMatter_IsOneFinding(string yaml)
    {
        var found = RunbookParser.Parse("x.md", $"---\n{yaml}\n---\n{Changes}").Diagnostics;

        found.ShouldHaveSingleItem(string.Join("\n", found)).Severity.ShouldBe(DiagnosticSeverity.Error);
    }

    [Fact]
    public void Slip_ThatIsNotThere_LeavesNothingToFind() => RunbookParser.Parse("x.md",
        $"---\ninputs: [{{name: KEY_FILE}}]\ngates: [{{id: change, phrase: go, unlocks: mutating}}]\n---\n{Changes}")
        .Diagnostics.ShouldBeEmpty();

    [Fact]
    public void Gate_MissingForAnotherReason_IsStillFound() => RunbookParser.Parse("x.md", $"---\ntitle: [x]\n---\n{Changes}")
        .Diagnostics.Select(d => d.Code).ShouldContain(DiagnosticCodes.NoGate);

    [Fact]
    public void OwnKey_TwiceBehindAForeignOne_IsAnError() =>
        Found("owner: a\ntags: [b]\nowner: c").ShouldHaveSingleItem().Code.ShouldBe(DiagnosticCodes.DuplicateKey);

    private static System.Collections.Immutable.ImmutableArray<Diagnostic> Found(string yaml) =>
        RunbookParser.Parse("x.md", $"---\n{yaml}\n---\n{Step}").Diagnostics;
}
