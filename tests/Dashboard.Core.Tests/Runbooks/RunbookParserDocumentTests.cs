using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class RunbookParserDocumentTests
{
    private static string Shape(Runbook runbook) => string.Join(" | ", runbook.Document.Select(b => b switch
    {
        DocumentBlock.Heading h => $"h{h.Level} {h.Text} #{h.Anchor}",
        DocumentBlock.StepPlace s => $"step {s.StepId}",
        DocumentBlock.GatePlace g => $"gate {g.GateId}",
        DocumentBlock.Prose p => p.Html.ReplaceLineEndings(""),
        _ => "?",
    }));

    private static Runbook Parse(string text) => RunbookParser.Parse("a-file.md", text);

    [Theory]
    [InlineData("- [ ] Tell the team {#told}", "Tell the team")]
    [InlineData("- [x] Tell the **whole** team `now` {#told}", "Tell the whole team now")]
    [InlineData("- [ ] Tell [the team](https://example.org) {#told}", "Tell the team")]
    [InlineData("- [ ] Tell `the team` {#told}", "Tell the team")]
    [InlineData("- [ ] Tell *the team*{#told}", "Tell the team")]
    [InlineData("- [ ] Tell the team, then\n  wait for an answer {#told}", "Tell the team, then wait for an answer")]
    [InlineData("1. [ ] Tell the team {#told}", "Tell the team")]
    [InlineData("> - [ ] Tell the team {#told}", "Tell the team")]
    [InlineData("- outer\n  - [ ] Tell the team {#told}", "Tell the team")]
    [InlineData("- [ ] Tell the team &amp; wait {#told plan=5m}", "Tell the team & wait")]
    [InlineData("- [ ] ignored {#told title=\"Tell {the} team\"}", "Tell {the} team")]
    [InlineData("- [ ] Tell the team {#told}\r\n- [ ] Wait {#waited}\r\n", "Tell the team")]
    public void TaskItem_WithAnId_IsAManualStepWithoutItsAttributesInTheTitle(string text, string title)
    {
        var runbook = Parse(text);

        runbook.Diagnostics.ShouldBeEmpty();
        runbook.Steps[0].Id.ShouldBe("told");
        runbook.Steps[0].Kind.ShouldBe(StepKind.Manual);
        runbook.Steps[0].Title.ShouldBe(title);
    }

    [Fact]
    public void TaskItem_WithoutAnId_StaysProse()
    {
        var runbook = Parse("- [ ] Buy milk\n- [x] Sleep\n");

        runbook.Steps.ShouldBeEmpty();
        Shape(runbook).ShouldContain("Buy milk");
        Shape(runbook).ShouldContain("checkbox");
    }

    [Fact]
    public void List_MixingPlainItemsAndSteps_KeepsTheOrder()
    {
        var runbook =
            Parse("1. one\n2. [ ] two {#two}\n   - detail\n3. three\n   ```sh {#three .preflight}\n   true\n   ```\n   after\n4. four\n");

        Shape(runbook).ShouldBe("<ol start=\"1\"><li>one</li></ol> | step two | <ol start=\"2\"><li><ul><li>detail</li></ul></li></ol> | "
            + "<ol start=\"3\"><li>three</li></ol> | step three | <ol start=\"3\"><li>after</li></ol> | <ol "
            + "start=\"4\"><li>four</li></ol>");
        runbook.FindStep("three")!.Body.ShouldBe("true\n");
    }

    [Fact]
    public void Quote_HoldingAStep_KeepsWhatStandsAroundIt()
    {
        var runbook = Parse("> before\n>\n> ```sh {#quoted .preflight}\n> echo a\n>   echo b\n> ```\n> after\n");

        Shape(runbook).ShouldBe("<blockquote><p>before</p></blockquote> | step quoted | <blockquote><p>after</p></blockquote>");
        runbook.Steps[0].Body.ShouldBe("echo a\n  echo b\n");
        runbook.Steps[0].Line.ShouldBe(3);
    }

    [Fact]
    public void ReferencesAndFootnotes_DefinedElsewhere_WorkInEachPiece()
    {
        var runbook = Parse("See [docs] and this[^1].\n\n```sh {#a .preflight}\ntrue\n```\n\nMore [docs].\n\n"
            + "[docs]: https://example.org/docs\n[^1]: A note.\n");

        var prose = runbook.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html).ToArray();
        prose[0].ShouldContain("<a href=\"https://example.org/docs\">docs</a>");
        prose[0].ShouldContain("#fn:1");
        string.Concat(prose[1..]).ShouldContain("More <a href=\"https://example.org/docs\">docs</a>");
        string.Concat(prose[1..]).ShouldContain("A note.");
    }

    [Fact]
    public void RawHtml_InProse_ComesOutAsText()
    {
        var html = string.Concat(Parse("a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n").Document.OfType<DocumentBlock.Prose>()
            .Select(p => p.Html));

        html.ShouldContain("&lt;script&gt;");
        html.ShouldContain("&lt;b onclick=x&gt;");
        html.ShouldNotContain("<script");
    }

    [Fact]
    public void Heading_DirectlyBeforeAStep_BecomesItsTitleAndIsShownOnce()
    {
        var runbook = Parse("## Two\n\n```sh {#a .preflight}\ntrue\n```\n\n### Three\n```sh {#b .preflight}\ntrue\n```\n\n### Four\n\n"
            + "prose\n\n```sh {#c .preflight}\ntrue\n```\n\n### Five\n```sh {#d .preflight title=Six}\ntrue\n```\n");

        runbook.Steps.Select(s => s.Title).ShouldBe(["Two", "Three", "Four", "Six"]);
        Shape(runbook).ShouldBe("h2 Two #two | step a | step b | h3 Four #four | <p>prose</p> | step c | h3 Five #five | step d");
    }

    [Fact]
    public void Step_WithoutAnyHeading_IsTitledByItsIdAndStandsInASectionOfItsOwn()
    {
        var runbook = Parse("```sh {#lonely .preflight}\ntrue\n```\n");

        runbook.Steps[0].Title.ShouldBe("lonely");
        runbook.Sections.Select(s => s.Title).ShouldBe(["a-file"]);
        runbook.Steps[0].SectionId.ShouldBe(runbook.Sections[0].Id);
    }

    [Fact]
    public void Sections_WithTheSameHeading_HaveAnchorsOfTheirOwn()
    {
        var runbook = Parse("# A\n- [ ] x {#x}\n# A\n- [ ] y {#y}\n# B {#a}\n- [ ] z {#z}\n");

        runbook.Sections.Select(s => s.Id).Distinct().Count().ShouldBe(3);
        runbook.Sections.SelectMany(s => s.StepIds).ShouldBe(["x", "y", "z"]);
    }

    [Theory]
    [InlineData("---\ntitle: Said\n---\n# Head\n", "Said")]
    [InlineData("\uFEFF---\r\ntitle: Said\r\n---\r\n# Head\r\n", "Said")]
    [InlineData("text\n\n## Head *line*\n", "Head line")]
    [InlineData("no heading", "a-file")]
    [InlineData("", "a-file")]
    public void Title_ComesFromFrontMatterThenHeadingThenFile(string text, string title) => Parse(text).Title.ShouldBe(title);

    [Theory]
    [InlineData("---\n\nA rule, then text.\n")]
    [InlineData("---\nText between rules: yes.\n---\n")]
    [InlineData("Plain *text*.\n\n```bash\nls\n```\n\n```js {1,3}\nx\n```\n\n```py {#listing .numberLines startFrom=100}\nx\n```\n\n"
        + "    indented\n")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [ ] task\n- item\n\n> [!NOTE]\n> alert\n")]
    public void PlainMarkdown_OfAnyKind_HasNoDiagnosticsAndNoSteps(string text)
    {
        var runbook = Parse(text);

        runbook.Diagnostics.ShouldBeEmpty();
        runbook.Steps.ShouldBeEmpty();
        runbook.Document.OfType<DocumentBlock.Prose>().ShouldNotBeEmpty();
    }

    [Fact]
    public void Rollback_WithoutAGateOfItsOwn_TakesThatOfTheMutatingStepBeforeIt()
    {
        var runbook = Parse("---\ngates:\n- {id: one, phrase: p1, unlocks: mutating}\n- {id: two, phrase: p2, unlocks: mutating}\n---\n"
            + "```sh {#a .mutating gate=one}\ntrue\n```\n```sh {#ra .rollback}\ntrue\n```\n```sh {#b .mutating gate=two}\ntrue\n```\n"
            + "```sh {#rb .rollback}\ntrue\n```\n```sh {#rc .rollback gate=one}\ntrue\n```\n");

        runbook.Diagnostics.ShouldBeEmpty();
        runbook.Steps.Select(s => s.GateId).ShouldBe(["one", "one", "two", "two", "one"]);
        Shape(runbook).ShouldBe("gate one | step a | step ra | gate two | step b | step rb | step rc");
    }

    [Fact]
    public void Attribute_InQuotes_KeepsBracesSpacesAndBackslashes()
    {
        var runbook = Parse("~~~bash {#a .smoke expect-output='^\\d{2} \"ok\"$' title=\"It's fine }\"}\ntrue\n~~~\n");

        runbook.Diagnostics.ShouldBeEmpty();
        (runbook.Steps[0].ExpectOutput, runbook.Steps[0].Title).ShouldBe(("^\\d{2} \"ok\"$", "It's fine }"));
    }

    [Fact]
    public void Body_OfAFile_WithWindowsLineEnds_HasPlainOnes() =>
        Parse("```bash {#a .preflight}\r\none\r\n\r\ntwo\r\n```\r\n").Steps[0].Body.ShouldBe("one\n\ntwo\n");

    [Fact]
    public void Secret_InAContainer_NamesIt()
    {
        var runbook = Parse("---\nsecrets:\n  - file: /run/secrets/key\n    in: api\n  - file: /etc/key\n---\n");

        runbook.Diagnostics.ShouldBeEmpty();
        runbook.Secrets.ShouldBe([new("/run/secrets/key", "api"), new("/etc/key")]);
    }
}
