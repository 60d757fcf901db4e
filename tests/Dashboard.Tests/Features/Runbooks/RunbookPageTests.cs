using Bunit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Features.Home;
using Dashboard.Features.Runbooks;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Runbooks;

public sealed class RunbookPageTests : ScreenTest
{
    private static readonly RunbookInput Key = new("CA_KEY_FILE", "path of the CA private key on the host",
        "^/[A-Za-z0-9._/-]+$", true, null);

    [Fact]
    public void Page_Runbook_ShowsTheDocumentAndWhatItWouldDo()
    {
        var page = Page(RunBuilder.Runbook);

        page.Find("h1").TextContent.ShouldBe("safe-session local CA cutover");
        page.FindAll("article h3").Select(h => h.TextContent).First().ShouldBe("The change window is announced");
        page.FindAll(".gate-bar li")[1].TextContent.ShouldBe("Once a step has run, “Back to Vault” may run without approval.");
        page.FindAll(".gate-bar li")[2].TextContent.ShouldContain("no older than 30 min");
        page.FindAll("button").Select(b => b.TextContent).ShouldBe(["Open a run…"]);
    }

    [Fact]
    public void Page_Broken_SaysWhatToMendAndOpensNothing()
    {
        var page = Page(RunBuilder.Runbook with
        {
            Diagnostics = [new("RB012", DiagnosticSeverity.Error, 7, 3, "The gate “x” unlocks nothing.", "Write `unlocks: mutating`.")],
        });

        page.Find(".diagnostics li").TextContent.ShouldContain("at line 7, column 3:");
        page.Find(".diagnostics li").TextContent.ShouldContain("The gate “x” unlocks nothing.");
        page.Find(".diagnostics code").TextContent.ShouldBe("unlocks: mutating");
        page.Find("button").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void Page_OfARunbookThatIncludes_SaysWhereTheTextComesFrom()
    {
        var page = Page(RunbookParser.Parse("book.md", "## Drain web-1 {#web1 include=parts/a%20b.md}\n\nBusy.\n",
            part: _ => new("# Drain a node\n\nWords.\n\n- [ ] It is drained {#drained}\n", null)));

        var line = page.Find(".part-line");
        string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ShouldBe("From parts/a%20b.md: Drain a node");
        line.Id.ShouldBe("doc-web1-drain-a-node");
        page.Find(".part-line a").GetAttribute("href").ShouldBe("runbooks/parts/a%2520b");
        page.FindAll("h2").Select(h => h.TextContent).ShouldBe(["Drain web-1"]);
        page.Find("article h3").TextContent.ShouldBe("It is drained");
        page.Markup.IndexOf("Busy.", StringComparison.Ordinal).ShouldBeLessThan(page.Markup.IndexOf("part-line", StringComparison.Ordinal));
    }

    [Fact]
    public void Page_OfAPart_SaysThatItIsOneAndOpensNothing()
    {
        var page = Page(RunbookParser.Parse("book.md", "---\npart: true\n---\n# Drain\n\n```sh {#drain .mutating}\ntrue\n```\n"));

        page.Find(".run-head .soft").TextContent.ShouldContain("a part: runbooks include it, and no run is opened of it");
        page.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void Page_WithAFindingInAPart_NamesThePartAndItsLine()
    {
        var page = Page(RunbookParser.Parse("book.md", "## A {#a include=parts/a.md}\n",
            part: _ => new("Words.\n\n```sh {#a .preflight timeot=5s}\ntrue\n```\n", null)));

        string.Join(' ', page.Find(".diagnostics li").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ShouldContain("in parts/a.md, line 3, column 22: Steps have no attribute timeot.");
    }

    [Fact]
    public void Page_Reviewer_CannotOpenARun()
    {
        Accounts.Me = RunBuilder.Reviewer;

        Page(RunBuilder.Runbook).FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void ManualStep_WithLinks_HasThemOnItsCard()
    {
        var page = Page(RunbookParser.Parse("dir/book.md",
            "## Ask\n\n- [ ] Ask [the *desk*](https://desk.example), see [run it](run.sh), [the page](other.md#far) and [here](#ask)"
            + " <https://a.example> [no](javascript:alert(1)) {#asked}\n"));

        var title = page.Find("#step_title-asked");
        title.TextContent.ShouldBe("Ask the desk, see run it, the page and here https://a.example no");
        title.QuerySelectorAll("a").Select(a => $"{a.TextContent}: {a.GetAttribute("href")}").ShouldBe(
        [
            "the desk: https://desk.example", "run it: files/dir/run.sh?of=dir%2Fbook.md", "the page: runbooks/dir/other#doc-far",
            "here: #doc-ask", "https://a.example: https://a.example",
        ]);
        title.QuerySelectorAll("a[rel]").Length.ShouldBe(2);
    }

    [Fact]
    public void File_ThatIsText_IsShownAndOffered()
    {
        Lists.Linked["scripts/run.sh"] = "rm \u202Ex\n"u8.ToArray();

        var page = File("scripts/run.sh");

        page.Find("h1").TextContent.ShouldBe("scripts/run.sh");
        page.Find("pre .cp").GetAttribute("data-cp").ShouldBe("U+202E");
        page.FindAll(".buttons a").Select(a => $"{a.TextContent}: {a.GetAttribute("href")}").ShouldBe(
            ["Download: linked-files/scripts/run.sh?of=dir%2Fbook.md", "Back to the runbook: runbooks/dir/book"]);
    }

    [Fact]
    public void File_ThatIsNoText_IsOfferedAlone()
    {
        Lists.Linked["plan.pdf"] = [0x25, 0x50, 0x44, 0x46, 0];

        var page = File("plan.pdf");

        page.FindAll("pre").ShouldBeEmpty();
        page.Markup.ShouldContain("It is not shown here: it is not text.");
        page.FindAll(".buttons a").Count.ShouldBe(2);
    }

    [Fact]
    public void File_ThatIsNotThere_SaysSo() => File("gone.sh").Find("h1").TextContent.ShouldBe("File not found");

    [Fact]
    public void Page_NoSuchRunbook_SaysSo() =>
        Context.Render<RunbookPage>(p => p.Add(c => c.Slug, "nothing")).Find("h1").TextContent.ShouldBe("Runbook not found");

    [Fact]
    public void OpenRun_InputMissingOrWrong_SaysWhatToWriteAndOpensNothing()
    {
        Open();

        Button("Open a rehearsal run").Click();
        Dialogs.Markup.ShouldContain("CA_KEY_FILE is required: path of the CA private key on the host");
        Dialogs.FindAll("input.mud-input-root")[1].Input("no slash");
        Dialogs.Markup.ShouldContain("CA_KEY_FILE must match");
        Button("Open a rehearsal run").Click();

        Runs.Opened.ShouldBeEmpty();
    }

    [Fact]
    public void OpenRun_Complete_OpensAndGoesThere()
    {
        Open();

        Dialogs.FindAll("[name=mode]")[1].Change("on");
        Dialogs.FindAll("input.mud-input-root")[0].Input("PR 614");
        Dialogs.FindAll("input.mud-input-root")[1].Input("/run/secrets/ca");
        Button("Open a live run").Click();

        var request = Runs.Opened.ShouldHaveSingleItem();
        (request.Slug, request.Mode, request.ChangeReference, request.Inputs["CA_KEY_FILE"]).ShouldBe(
            ("signer", RunMode.Live, "PR 614", "/run/secrets/ca"));
        request.Seen.ShouldBe(Lists.Books.ShouldHaveSingleItem().Revision);
        Context.Services.GetRequiredService<NavigationManager>().Uri.ShouldEndWith("/runs/run-1");
    }

    [Fact]
    public void OpenRun_Refused_SaysWhy()
    {
        Runs.Refuse(LockCode.Changed, "The runbook has changed since you opened this page.", "Read it again.");
        Open();

        Dialogs.FindAll("input.mud-input-root")[1].Input("/run/secrets/ca");
        Button("Open a rehearsal run").Click();

        Dialogs.Find("[role=alert]").TextContent.ShouldContain("The runbook has changed since you opened this page.");
    }

    [Fact]
    public void Home_Empty_SaysWhatToDo()
    {
        var page = Context.Render<HomePage>();

        page.FindAll(".empty").Select(e => e.TextContent.Trim()).ShouldBe(
        [
            "No run is open. Choose a runbook below and open one.",
            "No runbooks yet. Put a Markdown file into runbooks; it appears here at once.",
            "No runs yet. Start with the practice runbook: it changes only its own folder.",
        ]);
    }

    [Fact]
    public void Home_OpenRun_SaysHowFarItIsAndWhatItWaitsFor()
    {
        var builder = new RunBuilder().Prepared();
        Runs.Views["run-1"] = builder.View;
        Lists.Add(builder.View);
        Lists.Add("broken", RunBuilder.Runbook with { Diagnostics = [new("RB001", DiagnosticSeverity.Error, 1, 1, "x", "y")] });
        Clock.SetUtcNow(builder.Now);

        var page = Context.Render<HomePage>();

        var card = page.Find(".run-card");
        card.QuerySelector("a")!.GetAttribute("href").ShouldBe("runs/run-1");
        card.TextContent.ShouldContain("LIVE");
        card.TextContent.ShouldContain("rs2000");
        card.TextContent.ShouldContain("3 of 8 steps done. Next: approve the gate “runtime cutover”");
        page.FindAll(".run-card")[1].TextContent.ShouldContain("1 error: it cannot be run");
    }

    private IRenderedComponent<RunbookPage> Page(Runbook book)
    {
        Lists.Add("signer", book);
        return Context.Render<RunbookPage>(p => p.Add(c => c.Slug, "signer"));
    }

    private void Open() => Page(RunBuilder.Runbook with { Inputs = [Key] }).Find("button").Click();

    private AngleSharp.Dom.IElement Button(string text) => Dialogs.FindAll("button").First(b => b.TextContent == text);

    private IRenderedComponent<FilePage> File(string path)
    {
        Context.Services.GetRequiredService<NavigationManager>().NavigateTo($"files/{path}?of=dir%2Fbook.md");
        return Context.Render<FilePage>(p => p.Add(c => c.Path, path));
    }
}
