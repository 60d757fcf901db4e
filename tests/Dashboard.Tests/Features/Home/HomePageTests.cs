using Bunit;
using Dashboard.Features.Home;
using Dashboard.Features.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Home;

/// <summary>Home shows what is known, whatever else is slow or broken.</summary>
public sealed class HomePageTests : ScreenTest
{
    [Fact]
    public void Runbook_ThatIsBeingRead_IsListedAndShownWhenItHasBeen()
    {
        Lists.Add("signer", RunBuilder.Runbook);
        Lists.BeingRead.Add("hard");

        var page = Context.Render<HomePage>();
        page.FindAll("section[aria-labelledby=runbooks] li").Select(l => l.TextContent.Trim())
            .ShouldContain(t => t.StartsWith("hard", StringComparison.Ordinal) && t.EndsWith("Loading…", StringComparison.Ordinal));
        page.Markup.ShouldContain(RunBuilder.Runbook.Title);

        Lists.BeingRead.Clear();
        Lists.Add("hard", RunBuilder.Runbook with { Title = "Hard to read" });
        Lists.Changed();
        page.WaitForAssertion(() => page.Markup.ShouldContain("Hard to read"));
        page.Markup.ShouldNotContain("Loading…");
    }

    [Fact]
    public void Run_ThatCannotBeRead_SaysWhyAndTheRestIsThere()
    {
        var view = new RunBuilder().View;
        Lists.Add(view);
        Lists.Add("signer", RunBuilder.Runbook);
        Runs.Unreadable[view.State.RunId] = "Run 14 cannot be read. Its entry 7 is nothing that this version can read.";

        var page = Context.Render<HomePage>();
        page.Find("section[aria-labelledby=open-runs] .bad").TextContent.ShouldStartWith("Run 14 cannot be read.");
        page.FindAll("section[aria-labelledby=runbooks] li").Count.ShouldBe(1);

        Context.Render<RunPage>(p => p.Add(c => c.RunId, view.State.RunId)).Find("[role=alert]").TextContent
            .ShouldStartWith("Run 14 cannot be read.");
    }

    [Fact]
    public void Run_WhoseRowWasChanged_IsMarked()
    {
        Lists.Add(new RunBuilder().View);
        Context.Render<HomePage>().FindAll(".flag.is-bad").ShouldBeEmpty();
        Lists.Summaries[0] = Lists.Summaries[0] with { Differs = true };

        Context.Render<HomePage>().FindAll(".flag.is-bad").Select(f => f.TextContent).Distinct().ShouldBe(["does not match the ledger"]);
    }

    [Fact]
    public void Folder_OfRunbooksAndDocuments_IsGroupedAndKeepsThemApart()
    {
        Lists.Add("signer", RunBuilder.Runbook);
        Lists.Add("night/drain", RunBuilder.Runbook with { Title = "Drain" });
        Lists.Add("night/notes", new() { Title = "Notes" });
        Lists.Add("parts/move", RunBuilder.Runbook with { Title = "Move a node", IsPart = true });
        Lists.Left.Add(("away.md", "It leaves the runbooks folder."));

        var page = Context.Render<HomePage>();

        Titles(page, "runbooks").ShouldBe([RunBuilder.Runbook.Title, "Drain"]);
        Titles(page, "documents").ShouldBe(["Notes", "Move a node"]);
        var documents = Words(page.Find("section[aria-labelledby=documents]").TextContent);
        documents.ShouldContain("Markdown files without steps, and parts that runbooks include: to read, not to run.");
        documents.ShouldContain("part, ");
        page.FindAll("section[aria-labelledby=runbooks] h3 button").Select(b => Words(b.TextContent))
            .ShouldBe(["Runbooks folder1", "night/1"]);
        Words(page.Find("[aria-label='Files that are not read']").TextContent).ShouldBe("Not read away.md: It leaves the runbooks folder.");

        page.FindAll("section[aria-labelledby=runbooks] h3 button")[1].Click();
        page.FindAll("section[aria-labelledby=runbooks] h3 button")[1].GetAttribute("aria-expanded").ShouldBe("false");
        Titles(page, "runbooks").ShouldBe([RunBuilder.Runbook.Title]);
    }

    [Fact]
    public void Search_ForWords_FindsTitlesPathsAndOwners()
    {
        Lists.Add("a/one", RunBuilder.Runbook with { Title = "Move the database", Owner = "platform" });
        Lists.Add("b/two", RunBuilder.Runbook with { Title = "Drain the nodes", Owner = "network" });
        Lists.Add("b/three", new() { Title = "Notes of the database" });
        var page = Context.Render<HomePage>();

        Search("DATABASE");
        Titles(page, "runbooks").ShouldBe(["Move the database"]);
        Titles(page, "documents").ShouldBe(["Notes of the database"]);
        Search("b/ network");
        Titles(page, "runbooks").ShouldBe(["Drain the nodes"]);
        Search("nothing");
        page.Markup.ShouldContain("No matches. Clear the search.");
        Search("");
        Titles(page, "runbooks").Length.ShouldBe(2);

        void Search(string words)
        {
            page.Find("section[aria-labelledby=runbooks] input").Input(words);
            page.WaitForAssertion(() => page.FindComponent<RunbookList>().Instance.Words.ShouldBe(words));
        }
    }

    [Theory]
    [InlineData("a#b", "runbooks/a%23b")]
    [InlineData("night/what?", "runbooks/night/what%3F")]
    [InlineData("100% ready & done", "runbooks/100%25%20ready%20%26%20done")]
    [InlineData("UPPER.MD", "runbooks/UPPER.MD")]
    [InlineData("日本語", "runbooks/%E6%97%A5%E6%9C%AC%E8%AA%9E")]
    public void Runbook_OfAnyName_IsLinkedToByItsAddress(string slug, string address)
    {
        Lists.Add(slug, RunBuilder.Runbook);

        Context.Render<HomePage>().Find("section[aria-labelledby=runbooks] a.title").GetAttribute("href").ShouldBe(address);
    }

    [Fact]
    public void Folder_OfTenThousandFiles_ShowsTheBeginningAndTheRestOnDemand()
    {
        for (var i = 0; i < 10_000; i++)
            Lists.Add($"folder-{i % 100:00}/number-{i}", RunBuilder.Runbook);

        var page = Context.Render<HomePage>();

        page.FindAll("section[aria-labelledby=runbooks] h3 button").Count.ShouldBe(60);
        page.FindAll("section[aria-labelledby=runbooks] li").ShouldBeEmpty();
        page.FindAll("section[aria-labelledby=runbooks] h3 button")[0].Click();
        page.FindAll("section[aria-labelledby=runbooks] li").Count.ShouldBe(60);
        page.FindAll("section[aria-labelledby=runbooks] .more button")[0].Click();
        page.FindAll("section[aria-labelledby=runbooks] li").Count.ShouldBe(100);
    }

    private static string[] Titles(IRenderedComponent<HomePage> page, string section) =>
        [.. page.FindAll($"section[aria-labelledby={section}] a.title").Select(a => a.TextContent)];

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
