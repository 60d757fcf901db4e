using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Core.Tests.Runbooks;

public sealed class IncludeTests
{
    private const string Gates = "---\ngates:\n  - {id: go, phrase: go-approved, unlocks: mutating, after: [web1-idle]}\n---\n";

    private const string Drain = """
        ---
        part: true
        ---
        # Drain a node

        Why it is drained. See [the fallback](#fallback), [the plan](../plan.md#plan) and ![the racks](racks.png).

        ### The node is idle
        ```bash {#idle .preflight}
        test ! -e /srv/busy
        ```

        ### Drain it
        ```bash {#drain .mutating verify=drained after=told,idle}
        /srv/drain
        ```

        ```bash {#drained .smoke}
        test -e /srv/drained
        ```

        ## Afterwards

        - [ ] The desk knows {#told-desk}

        ### Fallback

        Call the network team.
        """;

    private const string Rolling = Gates + """
        # Rolling restart

        - [ ] The window is announced {#told}

        ## web-1 {#web1 include=parts/drain.md}

        It takes the most traffic.

        ## web-2 {#web2 include=parts/drain.md}

        ## The end

        - [ ] All are back {#back}
        """;

    private static Runbook Parse(string text, params (string Path, string Text)[] parts) => RunbookParser.Parse("night/rolling.md", text,
        part: path => parts.Where(p => p.Path == path).Select(p => new PartText(p.Text, null)).FirstOrDefault() ?? PartText.Missing);

    private static Runbook Book => Parse(Rolling, ("night/parts/drain.md", Drain));

    [Fact]
    public void Part_IncludedTwice_GivesItsStepsTwiceWithPrefixedIds()
    {
        Book.Diagnostics.ShouldBeEmpty();
        Book.Steps.Select(s => s.Id).ShouldBe(["told", "web1-idle", "web1-drain", "web1-drained", "web1-told-desk", "web2-idle",
            "web2-drain", "web2-drained", "web2-told-desk", "back"]);
        Book.Steps.Select(s => s.Digest).Distinct().Count().ShouldBe(10);
        Book.Parts.ShouldHaveSingleItem().ShouldBe(new("night/parts/drain.md", Digests.Of(Drain)));
    }

    [Fact]
    public void References_InsideThePart_FollowAndOthersStay()
    {
        var drain = Book.FindStep("web2-drain")!;

        drain.Verify.ShouldBe("web2-drained");
        drain.After.ShouldBe(["told", "web2-idle"]);
        (drain.Part, drain.IdInPart, drain.Line).ShouldBe(("night/parts/drain.md", "drain", 14));
        Book.FindStep("back")!.Part.ShouldBeNull();
    }

    [Fact]
    public void Part_StandsBehindItsSectionsOwnText()
    {
        var shown = Book.Document.SkipWhile(b => b is not DocumentBlock.Heading { Anchor: "web1" }).Take(3).ToArray();

        shown[1].ShouldBeOfType<DocumentBlock.Prose>().Html.ShouldContain("most traffic");
        shown[2].ShouldBe(new DocumentBlock.PartPlace("night/parts/drain.md", "Drain a node", "web1-drain-a-node"));
    }

    [Fact]
    public void Sections_OfAPart_AreSectionsUnderTheNameOfWhatIncludesThem()
    {
        Book.Sections.Select(s => $"{s.Id}|{s.Title}|{string.Join(' ', s.StepIds)}").ShouldBe([
            "rolling-restart|Rolling restart|told",
            "web1|web-1|web1-idle web1-drain web1-drained",
            "web1-afterwards|web-1: Afterwards|web1-told-desk",
            "web2|web-2|web2-idle web2-drain web2-drained",
            "web2-afterwards|web-2: Afterwards|web2-told-desk",
            "the-end|The end|back",
        ]);
    }

    [Fact]
    public void LinksAndImages_OfAPart_AreSeenFromItsOwnFolder()
    {
        var html = string.Concat(Book.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html));

        html.ShouldContain("href=\"#web1-fallback\"");
        html.ShouldContain("href=\"#web2-fallback\"");
        html.ShouldContain("href=\"/night/plan.md#plan\"");
        Book.Images.ShouldBe(["/night/parts/racks.png"]);
        Book.Anchors.ShouldContain("web2-fallback");
        Book.Links.ShouldAllBe(l => l.Part == "night/parts/drain.md");
        Book.Links.ShouldAllBe(l => l.Path != "" || Book.Anchors.Contains(l.Anchor!));
    }

    [Theory]
    [InlineData("../../../racks.png")]
    [InlineData("../../x/racks.png?a:b")]
    public void Image_ThatLeavesTheFolderFromThePart_LeadsNowhereFromTheRunbookEither(string image) =>
        RunbookImage.PathOf("a/b/c/d/book.md", RunbookParser.Parse("a/b/c/d/book.md", "## A {#a include=/part.md}\n",
            part: _ => new($"![x]({image})", null)).Images.Single()).ShouldBeNull();

    [Fact]
    public void Section_OfAFile_ComesWithAllBelowItAndNothingElse()
    {
        var book = Parse("## Back {#b include=/all.md#roll-back}\n", ("all.md", """
            # All

            One[^a].

            ### Roll back

            Two[^b].

            #### Deeper

            - [ ] Told {#told}

            ### After

            - [ ] No {#no}

            [^a]: Note a.
            [^b]: Note b.
            """));

        book.Diagnostics.ShouldBeEmpty();
        book.Steps.Select(s => s.Id).ShouldBe(["b-told"]);
        book.Document[1].ShouldBe(new DocumentBlock.PartPlace("all.md", "Roll back", "b-roll-back"));
        var html = string.Concat(book.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html));
        html.ShouldContain("Note b.");
        html.ShouldNotContain("Note a.");
        html.ShouldNotContain("One");
    }

    [Fact]
    public void Footnotes_OfParts_AreNumberedBehindThoseOfTheRunbook()
    {
        var book = Parse("# A\n\nOwn[^x].\n\n## B {#b include=/p.md}\n\n## C {#c include=/p.md}\n\n[^x]: Own note.\n",
            ("p.md", "Part[^x].\n\n[^x]: Part note.\n"));

        var html = string.Concat(book.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html));
        foreach (var number in new[] { 1, 2, 3 })
        {
            html.Split($"id=\"fn:{number}\"").Length.ShouldBe(2);
            html.Split($"href=\"#fn:{number}\"").Length.ShouldBe(2);
            html.Split($"id=\"fnref:{number}\"").Length.ShouldBe(2);
            html.Split($"href=\"#fnref:{number}\"").Length.ShouldBe(2);
        }

        html.ShouldContain("<ol start=\"2\">");
        html.IndexOf("Own note", StringComparison.Ordinal).ShouldBeGreaterThan(html.LastIndexOf("Part note", StringComparison.Ordinal));
    }

    [Fact]
    public void Fence_ThatAPartNeverCloses_EndsWithThePart()
    {
        var book = Parse("## A {#a include=/p.md}\n\n## B\n\n- [ ] Done {#done}\n", ("p.md", "```sh {#x .preflight}\ntrue\n"));

        book.Steps.Select(s => s.Id).ShouldBe(["a-x", "done"]);
        var found = book.Diagnostics.ShouldHaveSingleItem();
        (found.Code, found.File, found.Line).ShouldBe((DiagnosticCodes.FenceOpen, "p.md", 1));
    }

    [Fact]
    public void Choice_OfAPart_SetsTheValueThatItsScriptsRead()
    {
        var book = Parse("## A {#a include=/p.md}\n", ("p.md", """
            - [ ] Which way? {#which-way choice=up,down}

            ```sh {#up .preflight when="which-way=up"}
            test "$WHICH_WAY" = up
            ```
            """));

        book.Diagnostics.ShouldBeEmpty();
        book.FindStep("a-which-way")!.ChoiceName.ShouldBe("WHICH_WAY");
        book.FindStep("a-up")!.When.ShouldBe(new("WHICH_WAY", "up", false));
    }

    [Fact]
    public void Choice_OfAPartThatIsIncludedTwice_IsAnErrorThatNamesBoth()
    {
        var found = Parse("## A {#a include=/p.md}\n\n## B {#b include=/p.md}\n", ("p.md", "- [ ] Which way? {#way choice=up,down}\n"))
            .Diagnostics.ShouldHaveSingleItem();

        (found.Code, found.File).ShouldBe((DiagnosticCodes.DuplicateInput, "p.md"));
        found.Message.ShouldBe("Two choices set WAY: `a-way` and `b-way`.");
        found.Remedy.ShouldContain("Let the runbook choose");
    }

    [Fact]
    public void Part_InARepeatedSection_IsThereOnceForEachValue()
    {
        const string text = "---\ninputs:\n  - {name: NODES, type: list, required: true}\n---\n"
            + "## Node {#node for-each=NODES include=/p.md}\n\n## End\n\n- [ ] All {#all after=node-up}\n";
        var book = Parse(text,
            ("p.md", "# Look\n\n```tcp {#up .preflight}\nhost: ${ITEM}\nport: 22\n```\n\n- [ ] Seen {#seen after=up}\n"));

        book.Diagnostics.ShouldBeEmpty();
        var laid = Repeats.Of(book, new Dictionary<string, string> { ["NODES"] = "a,b" });
        laid.Steps.Select(s => s.Id).ShouldBe(["node-up.1", "node-seen.1", "node-up.2", "node-seen.2", "all"]);
        laid.FindStep("node-seen.2")!.After.ShouldBe(["node-up.2"]);
        laid.FindStep("all")!.After.ShouldBe(["node-up.1", "node-up.2"]);
        laid.Document.OfType<DocumentBlock.PartPlace>().Select(p => p.Anchor).ShouldBe(["node-look", "node-look.2"]);
    }

    [Theory]
    [InlineData("## N {#n for-each=NODES include=/p.md}\n", "# A\n\n## B\n\n- [ ] x {#x}\n", "has sections of its own", null)]
    [InlineData("## N {#n include=/p.md}\n", "# A {for-each=NODES}\n\n- [ ] x {#x}\n", "says nothing", "p.md")]
    [InlineData("## N {#n include=/p.md}\n", "# A\n\n## B {for-each=HOSTS}\n\n- [ ] x {#x}\n", "has no input HOSTS", "p.md")]
    [InlineData("## N {#n for-each=NODES include=/p.md}\n", "- [ ] x {#x choice=a,b}\n", "stands in a repeated section", "p.md")]
    [InlineData("## N {#n include=/p.md}\n\n## M {#m include=/p.md}\n", "```sh {#x .preflight outputs=SNAP}\ntrue\n```\n",
        "Two includes write SNAP: `n-x` and `m-x`.", "p.md")]
    public void Include_ThatCannotBeRepeated_IsAnErrorAtItsPlace(string text, string part, string message, string? file)
    {
        var found = Parse("---\ninputs:\n  - {name: NODES, type: list, required: true}\n---\n" + text, ("p.md", part)).Diagnostics
            .ShouldHaveSingleItem();

        found.Message.ShouldContain(message);
        found.File.ShouldBe(file);
    }

    [Fact]
    public void Section_OfAPartThatIsRepeated_IsRepeatedWhereItIsIncluded()
    {
        var book = Parse("---\ninputs:\n  - {name: NODES, type: list, required: true}\n---\n## N {#n include=/p.md}\n",
            ("p.md", "# A\n\n- [ ] x {#x}\n\n## B {for-each=NODES}\n\n- [ ] y {#y}\n"));

        book.Diagnostics.ShouldBeEmpty();
        Repeats.Of(book, new Dictionary<string, string> { ["NODES"] = "a,b" }).Steps.Select(s => s.Id).ShouldBe(["n-x", "n-y.1", "n-y.2"]);
        RunbookParser.Parse("p.md", "---\npart: true\n---\n# A\n\n## B {for-each=NODES}\n\n- [ ] y {#y}\n").Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void Finding_InAPart_NamesTheFileAndItsLine()
    {
        var found = Parse("# A\n\n- [ ] x {#x}\n\n## B {#b include=/p.md}\n",
            ("p.md", "Words.\n\n```file {#f .preflight}\npath: ${NO}\n```\n\n"
                + "```sh {#g .preflight after=nothing}\ntrue\n```\n")).Diagnostics;

        found.Select(d => (d.Code, d.File, d.Line)).ShouldBe([
            (DiagnosticCodes.UnknownInput, "p.md", 4), (DiagnosticCodes.UnknownAfter, "p.md", 7)]);
    }

    [Fact]
    public void Part_ByItself_MissesNothingThatItsRunbookGives()
    {
        var part = RunbookParser.Parse("night/parts/drain.md",
            Drain.Replace("test ! -e", "echo \"$NODE\"\ntest ! -e", StringComparison.Ordinal)
            + "\n\n```file {#f .preflight when=\"REGION=eu\"}\npath: ${NODE}\n```\n\n```sh {#g .destructive gate=gone}\ntrue\n```\n");

        part.IsPart.ShouldBeTrue();
        part.Diagnostics.ShouldBeEmpty();
        RunbookParser.Parse("p.md", "---\npart: true\n---\n```sh {#a .preflight timeot=5s}\ntrue\n```\n").Diagnostics
            .ShouldHaveSingleItem().Line.ShouldBe(4);
    }

    [Theory]
    [InlineData("inputs:\n  - name: A")]
    [InlineData("secrets:\n  - file: /a")]
    [InlineData("files: [a.sh]")]
    [InlineData("window: 22:00-04:00 UTC")]
    [InlineData("gates: []")]
    public void Part_ThatDeclares_IsAnErrorOnItsPageAndWhereItIsIncluded(string front)
    {
        var text = $"---\npart: true\n{front}\n---\nText.\n";

        RunbookParser.Parse("p.md", text).Diagnostics.ShouldHaveSingleItem().Code.ShouldBe(DiagnosticCodes.PartDeclares);
        Parse("## A {#a include=/p.md}\n", ("p.md", text)).Diagnostics.ShouldHaveSingleItem().File.ShouldBe("p.md");
        // What is a runbook of its own declares for itself.
        Parse("## A {#a include=/p.md}\n", ("p.md", text.Replace("part: true\n", "", StringComparison.Ordinal))).Diagnostics
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("part: 2")]
    [InlineData("part: false")]
    [InlineData("parts: true")]
    [InlineData("port: 80")]
    public void Word_ThatOnlyLooksLikeIt_MakesNoPartAndNoError(string front)
    {
        var book = Parse($"---\n{front}\n---\n- [ ] x {{#x}}\n");

        book.IsPart.ShouldBeFalse();
        book.HasErrors.ShouldBeFalse();
    }

    [Fact]
    public void Include_ThatCannotBeRead_LosesNothingElseAndMissesNothingTwice()
    {
        var book = Parse(Rolling.Replace("parts/drain.md}\n\nIt", "parts/gone.md}\n\nIt", StringComparison.Ordinal),
            ("night/parts/drain.md", Drain));

        var found = book.Diagnostics.ShouldHaveSingleItem();
        found.Message.ShouldBe("`night/parts/gone.md` cannot be included. It does not exist.");
        book.FindStep("web2-drain").ShouldNotBeNull();
        string.Concat(book.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html)).ShouldContain("most traffic");
        book.Parts.ShouldContain(new RunbookPart("night/parts/gone.md", null));
    }

    [Theory]
    [InlineData("# A {#a include=../../x.md}\n", "leaves the runbooks folder")]
    [InlineData("# A {#a include=/night/rolling.md}\n", "includes itself")]
    [InlineData("# A {#a include=rolling.md#a}\n", "includes itself")]
    [InlineData("# A {#a include=x.txt}\n", "no Markdown file")]
    [InlineData("# A {#a include=}\n", "names no file")]
    [InlineData("# A {#a include='x\\y.md'}\n", "forward slashes")]
    [InlineData("# A {#a include=/gone.md}\n", "does not exist")]
    [InlineData("# A {#a include=/p.md#gone}\n", "no heading `#gone`")]
    [InlineData("# A {include=/p.md}\n", "needs an anchor")]
    [InlineData("# A {#A_b include=/p.md}\n", "not a valid id")]
    [InlineData("# A {#a include=/p.md}\n\n# B {#a include=/p.md}\n", "Two headings")]
    [InlineData("### A {#a include=/p.md}\n", "level one or two")]
    [InlineData("> # A {#a include=/p.md}\n", "level one or two")]
    [InlineData("# A {#a include=/loop.md}\n", "includes nothing itself")]
    [InlineData("# A {#a include=/long.md}\n", "more than 131072 characters")]
    [InlineData("# A {#a include=/deep.md}\n", "takes too long to read")]
    [InlineData("# A {#a include=/bytes.md}\n", "not UTF-8")]
    public void Include_ThatCannotBe_IsAnErrorThatSaysWhatToWrite(string text, string message)
    {
        var book = Parse(text + "\nText.\n\n- [ ] Done {#done}\n", ("p.md", "Part.\n"),
            ("loop.md", "# B {#b include=/night/rolling.md}\n"), ("long.md", new('x', RunbookParser.MaxLength)),
            ("deep.md", new('>', 5000)), ("bytes.md", "a\uDCFFb"));

        var found = book.Diagnostics.ShouldHaveSingleItem();
        found.Severity.ShouldBe(DiagnosticSeverity.Error);
        found.Message.ShouldContain(message);
        found.Remedy.ShouldNotBeNullOrWhiteSpace();
        book.FindStep("done").ShouldNotBeNull();
    }

    [Fact]
    public void Includes_MoreThanFifty_AreNotRead()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(i => $"# A {{#a{i} include=/p.md}}\n\n"));

        var book = Parse(text, ("p.md", "- [ ] x {#x}\n"));

        book.Steps.Length.ShouldBe(50);
        book.Diagnostics.ShouldAllBe(d => d.Code == DiagnosticCodes.TooLong);
        book.Diagnostics.Length.ShouldBe(10);
    }

    [Fact]
    public void Steps_OfAllPartsTogether_AreNoMoreThanAThousand()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => $"# A {{#a{i} include=/p.md}}\n\n"));
        var part = string.Concat(Enumerable.Range(0, 21).Select(i => $"- [ ] x {{#x{i}}}\n"));

        var book = Parse(text, ("p.md", part));

        book.Steps.Length.ShouldBe(1000);
        book.Diagnostics.ShouldContain(d => d.Code == DiagnosticCodes.TooLong);
    }

    [Fact]
    public void Work_OfAllPartsTogether_IsBoundAsThatOfOneRunbook()
    {
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => $"# A {{#a{i} include=/p.md}}\n\n"));
        var wide = string.Concat(Enumerable.Repeat("|a", 500)) + "|\n" + string.Concat(Enumerable.Repeat("|-", 500)) + "|\n"
            + string.Concat(Enumerable.Repeat("|\n", 90));

        var book = Parse(text, ("p.md", wide));

        book.Diagnostics.ShouldContain(d => d.Code == DiagnosticCodes.TooComplex);
        string.Concat(book.Document.OfType<DocumentBlock.Prose>().Select(p => p.Html)).Split("<td").Length
            .ShouldBeLessThan(2 * (int)InlineBudget.MostCells);
    }

    [Fact]
    public void Runbook_WithoutIncludes_AsksForNoFile()
    {
        RunbookParser.Parse("x.md", "# A {#a}\n\n- [ ] x {#x}\n", part: _ => throw new InvalidOperationException("asked")).Steps
            .ShouldHaveSingleItem();
    }
}
