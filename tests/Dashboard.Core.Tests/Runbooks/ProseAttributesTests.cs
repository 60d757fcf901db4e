using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>Braces give prose nothing: only fences, manual steps and the anchors of headings read them.</summary>
public sealed partial class ProseAttributesTests
{
    [Theory]
    [InlineData("Approved {.gate-bar .is-open}")]
    [InlineData("*passed*{.state .is-passed #step-stop}")]
    [InlineData("[next](/x){.next-bar style=\"position:fixed\"}")]
    [InlineData("> quote {#run-main}")]
    [InlineData("| a {.x} |\n| --- |\n| b {#y} |")]
    [InlineData("{.gate-bar}\nA paragraph")]
    [InlineData("- item {.step-card}")]
    [InlineData("```bash {.gate-bar #main}\ntrue\n```")]
    public void Braces_InProse_MakeNoClassesIdsOrStyles(string text)
    {
        var html = string.Concat(RunbookParser.Parse("x.md", text).Document.OfType<DocumentBlock.Prose>().Select(p => p.Html));

        Attributes().Matches(html).Select(m => m.Groups[1].Value).ShouldAllBe(v => v.StartsWith("language-", StringComparison.Ordinal));
    }

    [Fact]
    public void Braces_InProse_StayText() =>
        RunbookParser.Parse("x.md", "Use {.x} and {name}.").Document.OfType<DocumentBlock.Prose>().Single().Html
            .ShouldBe("<p>Use {.x} and {name}.</p>\n");

    [Theory]
    [InlineData("## Rollback {#back}", "Rollback", "back")]
    [InlineData("## Roll it back {.gate-bar}", "Roll it back {.gate-bar}", "roll-it-back-gate-bar")]
    [InlineData("## Roll it back {#a .b}", "Roll it back {#a .b}", "roll-it-back-a-b")]
    [InlineData("## Drain {node=web-1}", "Drain {node=web-1}", "drain-nodeweb-1")]
    [InlineData("## Write `{#a include=b.md}`", "Write {#a include=b.md}", "write-a-includebmd")]
    [InlineData("## Drain *it* {#web1 include=a.md} ##", "Drain it", "web1")]
    [InlineData("## Drain *it* {#web1 include=\"a *new* _part_.md\"}", "Drain it", "web1")]
    [InlineData("Drain *it* {#web1 include=\"a *new* _part_.md\"}\n---", "Drain it", "web1")]
    [InlineData("## Drain it {include=a.md}", "Drain it", "drain-it")]
    public void Heading_WithBraces_TakesAnAnchorAndKnownAttributes(string markdown, string text, string anchor)
    {
        var heading = RunbookParser.Parse("x.md", markdown).Document.OfType<DocumentBlock.Heading>().Single();

        (heading.Text, heading.Anchor).ShouldBe((text, anchor));
    }

    [Theory]
    [InlineData("- [ ] Tell *the* team {#told title=\"A *new* `key`\"}", "Tell the team")]
    [InlineData("- [ ] # tell {#told title=\"A *new* key\"}", "# tell")]
    [InlineData("> - [ ] Tell\n>   the **team** {#told title=\"A *new* key\"}", "Tell the team")]
    public void ManualStep_WhoseAttributesHoldMarkdown_KeepsItsText(string markdown, string body) =>
        RunbookParser.Parse("x.md", markdown).Steps.Single().Body.ShouldBe(body);

    [GeneratedRegex("<[^>]*\\s(?:class|id|style)=\"([^\"]*)\"")]
    private static partial Regex Attributes();
}
