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
}
