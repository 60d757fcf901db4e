using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

/// <summary>Sections that a run does once for each value of a list.</summary>
public sealed class RepeatsTests
{
    private const string Front = """
        ---
        inputs:
          - {name: NODES, type: list}
        gates:
          - {id: g, phrase: g-approved, unlocks: mutating}
          - {id: c, phrase: c-approved, unlocks: destructive, after: [healthy]}
        ---

        """;

    private const string Text = Front + """
        ## Node by node {#nodes for-each=NODES}

        Take your time.

        ### Drain it
        ```bash {#drain .mutating verify=healthy}
        drain "$ITEM"
        ```

        ### It is healthy
        ```bash {#healthy .smoke after=drain}
        lag "$ITEM"
        ```

        ## After all

        - [ ] All are back {#back after=healthy}

        ```bash {#drop .destructive}
        rm old
        ```
        """;

    [Fact]
    public void Of_EachValue_HasStepsOfItsOwn_InOrder()
    {
        var book = Parse(Text);
        book.Steps.Select(s => s.Id).ShouldBe(["drain", "healthy", "back", "drop"]);
        book.Inputs.Single().Required.ShouldBeTrue("without a value there is nothing to do");

        var run = Repeats.Of(book, Nodes("web-1 web-2"));

        run.Steps.Select(s => s.Id).ShouldBe(["drain.1", "healthy.1", "drain.2", "healthy.2", "back", "drop"]);
        run.Steps[2].Title.ShouldBe("Drain it (web-2)");
        (run.Steps[2].Verify, run.Steps[3].After.Single()).ShouldBe(("healthy.2", "drain.2"));
        run.FindStep("back")!.After.ShouldBe(["healthy.1", "healthy.2"]);
        run.FindGate("c")!.After.ShouldBe(["healthy.1", "healthy.2"]);
        run.Sections.Select(s => $"{s.Id}: {s.Title}: {string.Join(' ', s.StepIds)}").ShouldBe(
        [
            "nodes: Node by node (web-1): drain.1 healthy.1", "nodes.2: Node by node (web-2): drain.2 healthy.2",
            "after-all: After all: back drop",
        ]);
        run.Steps.Select(s => s.Digest).Distinct().Count().ShouldBe(6, "the value is part of what is approved");
        run.Document.OfType<DocumentBlock.StepPlace>().Select(p => p.StepId).ShouldBe(run.Steps.Select(s => s.Id));
        run.Document.OfType<DocumentBlock.GatePlace>().Select(p => p.GateId).ShouldBe(["g", "c"]);
        run.Document.OfType<DocumentBlock.Prose>().Count(p => p.Html.Contains("Take your time.", StringComparison.Ordinal)).ShouldBe(2);
        Repeats.Of(run, Nodes("web-1 web-2")).ShouldBe(run);
        Repeats.Count(book, Nodes("a b c")).ShouldBe(8);
    }

    [Fact]
    public void Of_RunbookWithoutRepetition_IsTheSame()
    {
        var book = RunbookParser.Parse("a.md", "```sh {#a .preflight}\ntrue\n```\n");
        Repeats.Of(book, Nodes("web-1")).ShouldBeSameAs(book);
    }

    [Theory]
    [InlineData("## Each {for-each=NODE}", "The runbook has no input NODE.", "Write `NODES`.")]
    [InlineData("## Each {for-each=REGION}", "The input REGION is no list.", "Write `type: list` there.")]
    [InlineData("## Each {for-each=FOUND}", "FOUND is written by a step; a run has to know it when it is opened.", "NODES")]
    [InlineData("### Each {for-each=NODES}", "A heading of level 3 begins no section here.",
        "Write `for-each` on a heading of level one or two")]
    [InlineData("> ## Each {for-each=NODES}", "A heading of level 2 begins no section here.",
        "Write `for-each` on a heading of level one or two")]
    [InlineData("## Each {foreach=NODES}", "Headings have no attribute `foreach`.", "for-each")]
    [InlineData("## Each {for-each: NODES}", "The braces name `for-each`, and cannot be read as attributes.", "for-each=…}`")]
    [InlineData("## Each {for-each = NODES}", "The braces name `for-each`, and cannot be read as attributes.", "for-each=…}`")]
    [InlineData("## Each {for-each=NODES} tail", "The braces name `for-each`, and cannot be read as attributes.", "End the heading")]
    [InlineData("## Each {#a include: parts/x.md}", "The braces name `include`, and cannot be read as attributes.", "include=…}`")]
    [InlineData("## Each {for-each=NODES}\n\n- [ ] Which? {#way choice=a,b}", "The choice `way` stands in a repeated section.",
        "Move it above")]
    [InlineData("## Each {for-each=NODES}\n\n```sh {#w .preflight outputs=V}\ntrue\n```\n## Then\n```sh {#r .preflight}\necho $V\n```",
        "`r` reads what `w` writes, once for each time of its section.", "Read it in that section alone.")]
    [InlineData("## Each {for-each=NODES}\n\n```sh {#w .preflight outputs=ITEM}\ntrue\n```",
        "In a repeated section ITEM is the value that it is repeated for, and something else has that name.", "another name")]
    public void Parse_RepetitionThatCannotBe_SaysWhatToWrite(string text, string message, string remedy)
    {
        var found = RunbookParser.Parse("a.md", $$"""
            ---
            inputs:
              - {name: NODES, type: list}
              - {name: REGION}
              - {name: FOUND, type: list}
            ---
            ```sh {#find .preflight outputs=FOUND}
            true
            ```

            {{text}}
            """).Diagnostics.ShouldHaveSingleItem();
        found.Severity.ShouldBe(DiagnosticSeverity.Error);
        found.Message.ShouldBe(message);
        found.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void Parse_StepThatTheSecondTimeCanNeverComeTo_IsAnError()
    {
        // The item stands between the changes of the first and the second time, and comes after the second.
        var found = RunbookParser.Parse("a.md", """
            ---
            inputs: [{name: NODES, type: list}]
            gates: [{id: g, phrase: g-approved, unlocks: mutating}]
            ---
            ## Each {for-each=NODES}

            - [ ] It is back {#back after=change}

            ```sh {#change .mutating}
            true
            ```
            """).Diagnostics[0];
        (found.Code, found.Message).ShouldBe((DiagnosticCodes.DeadStep,
            "`back` can never be run: it comes after `change`, which no run reaches before it."));
    }

    [Fact]
    public void Parse_CheckInARepeatedSection_ReadsTheValue()
    {
        const string Check = "```tcp {#up .preflight}\nhost: ${ITEM}\nport: 80\n```\n";
        Parse(Front.Replace("after: [healthy]", "after: [smoke]", StringComparison.Ordinal) + "## Each {for-each=NODES}\n" + Check
            + "```sh {#d .destructive}\ntrue\n```\n```sh {#m .mutating}\ntrue\n```\n```sh {#s .smoke when=\"ITEM=web-1\"}\ntrue\n```\n");
        RunbookParser.Parse("a.md", Check).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(DiagnosticCodes.UnknownInput);
    }

    private static Dictionary<string, string> Nodes(string list) => new(StringComparer.Ordinal) { ["NODES"] = list };

    private static Runbook Parse(string text)
    {
        var book = RunbookParser.Parse("a.md", text);
        book.Diagnostics.ShouldBeEmpty();
        return book;
    }
}
