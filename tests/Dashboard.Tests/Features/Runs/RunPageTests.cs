using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Features.Runs;
using Dashboard.Features.Runs.Model;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Features.Runs;

public sealed class RunPageTests : ScreenTest
{
    [Fact]
    public void Page_Open_SaysWhatThisRunIs()
    {
        var page = Page(new RunBuilder().Prepared().After(TimeSpan.FromMinutes(3)));

        page.Find("h1").TextContent.ShouldBe("safe-session local CA cutover");
        page.Find(".pill").TextContent.ShouldBe("LIVE");
        page.Find(".target").TextContent.ShouldBe("rs2000");
        page.Find(".run-head p").TextContent.ShouldContain("Run 14");
        page.Find(".run-head p").TextContent.ShouldContain("change PR 614");
        page.Find("[role=img]").GetAttribute("aria-label").ShouldBe("3 of 8 steps done");
    }

    [Fact]
    public void Page_Document_HasCardsAndGatesInTheirPlaces()
    {
        var page = Page(new RunBuilder());

        page.FindAll(".run-main article, .run-main section.gate-bar").Select(e => e.Id).ShouldBe(
        [
            "step-announced", "step-ca-key", "step-signer-up", "gate-runtime-cutover", "step-bring-up", "step-reload",
            "step-health", "step-principal", "step-back", "gate-clean-up", "step-stop-vault",
        ]);
        page.Find(".prose").TextContent.ShouldContain("Nothing below changes the host");
    }

    [Fact]
    public void Rail_Steps_SayHowTheyStandAndWhichIsNext()
    {
        var page = Page(new RunBuilder().Confirm("announced").Run("ca-key", Outcome.Failed));

        var links = page.FindAll("nav.rail a").Select(a => a.TextContent.Trim()).ToArray();
        links[0].ShouldBe("The change window is announced: passed");
        links[1].ShouldBe("The rendered CA key is private to root: failed");
        links[3].ShouldBe("Bring up the local signer: locked");
        page.Find("nav.rail [aria-current=step]").TextContent.ShouldContain("The rendered CA key is private to root");
    }

    [Fact]
    public void Page_RunChanges_ShowsAndSaysIt()
    {
        var builder = new RunBuilder().Confirm("announced").Begin("ca-key");
        var page = Page(builder);

        Runs.Views["run-1"] = builder.End().View;
        Feed.Publish("run-1");

        page.WaitForAssertion(() => page.Find("#step-ca-key .state").TextContent.ShouldStartWith("passed"));
        page.Find("[role=status]").TextContent.ShouldBe("“The rendered CA key is private to root” passed");
    }

    [Fact]
    public void Page_TimeGoesBy_CountsEverySecond()
    {
        var page = Page(new RunBuilder().Confirm("announced").Begin("ca-key"));

        Clock.Advance(TimeSpan.FromSeconds(12));

        page.WaitForAssertion(() => page.Find(".next-words").TextContent.ShouldContain("is running, 12 s of 1 min"));
    }

    [Fact]
    public void Page_TimeGoesBy_RendersNothingButWhatCountsIt()
    {
        var page = Page(new RunBuilder().Confirm("announced").Begin("ca-key"));
        var (cards, head) = (page.FindComponents<StepCard>(), page.FindComponent<RunHeader>());
        var before = cards.Select(c => c.Instance.Model).Prepend(head.Instance.Model).ToArray();
        var elapsed = page.Find(".run-head p").TextContent;

        Clock.Advance(TimeSpan.FromSeconds(12));

        page.WaitForAssertion(() => page.Find("#step-ca-key .state").TextContent.ShouldBe("running · 12 s of 1 min"));
        page.Find(".run-head p").TextContent.ShouldNotBe(elapsed);
        page.Find(".timeline").TextContent.ShouldContain("22 s");
        // A part that is rendered by the page is given another model.
        cards.Select(c => c.Instance.Model).Prepend(head.Instance.Model).ShouldBe(before, ReferenceEqualityComparer.Instance);
    }

    [Fact]
    public void Page_EvidenceGetsTooOld_LocksTheGateByItself()
    {
        var page = Page(new RunBuilder().Prepared().After(TimeSpan.FromMinutes(29)));
        page.Find("#gate-runtime-cutover .state").TextContent.ShouldBe("Ready for approval");

        Clock.Advance(TimeSpan.FromMinutes(1));

        page.WaitForAssertion(() => page.Find("#gate-runtime-cutover .state").TextContent.ShouldStartWith("Blocked"));
    }

    [Fact]
    public void Page_ApprovalExpires_LocksItsStepsByItself()
    {
        var page = Page(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).After(TimeSpan.FromMinutes(58)));
        page.Find("#gate-runtime-cutover").TextContent.ShouldContain("; expires in 2 min.");

        Clock.Advance(TimeSpan.FromSeconds(90));
        page.WaitForAssertion(() => page.Find("#gate-runtime-cutover").TextContent.ShouldContain("; expires in 30 s."));
        Clock.Advance(TimeSpan.FromSeconds(30));

        page.WaitForAssertion(() => page.Find("#step-bring-up .reasons").TextContent.ShouldContain("has expired"));
        page.Find("#gate-runtime-cutover").TextContent.ShouldNotContain("Approved by");
    }

    [Fact]
    public void Approve_LongAfterThePageWasDrawn_ShowsTheEvidenceAsOldAsItIs()
    {
        var page = Page(new RunBuilder().Prepared());
        Clock.Advance(TimeSpan.FromMinutes(3));

        page.InvokeAsync(() => Next(page, "Approve…").Click());

        Dialogs.WaitForAssertion(() => Dialogs.Markup.ShouldContain("3 min ago, fresh for 26 min"));
    }

    [Fact]
    public void Page_Closed_IsNotRenderedByTime()
    {
        var page = Page(new RunBuilder().Run("ca-key").Add(RunBuilder.Op, new RunClosed { Result = RunResult.Completed, Reason = "done" }));
        var renders = page.RenderCount;

        Clock.Advance(TimeSpan.FromMinutes(20));

        page.RenderCount.ShouldBe(renders);
    }

    [Fact]
    public void Page_ByNumber_IsTheSameRun()
    {
        var builder = new RunBuilder();
        Runs.Views["run-1"] = builder.View;
        Lists.Add(builder.View);

        Context.Render<RunPage>(p => p.Add(c => c.RunId, "14")).Find("h1").TextContent.ShouldBe("safe-session local CA cutover");
    }

    [Fact]
    public void Page_NoSuchRun_SaysSo() =>
        Context.Render<RunPage>(p => p.Add(c => c.RunId, "999")).Find("h1").TextContent.ShouldBe("Run not found");

    [Fact]
    public void Page_FolderChanged_WarnsWithTheDifference()
    {
        Runs.Views["run-1"] = new RunBuilder().View with { Drift = [new("scripts/check.sh", "changed", "@@ -1 +1 @@\n-old\n+new")] };

        var page = Context.Render<RunPage>(p => p.Add(c => c.RunId, "run-1"));

        page.Find(".drift").TextContent.ShouldContain("scripts/check.sh is changed");
        page.Find(".drift .added").TextContent.ShouldBe("+new\n");
    }

    [Fact]
    public void Page_WhatCouldNotBeWrittenYet_IsSaid()
    {
        var builder = new RunBuilder();
        Runs.Views["run-1"] = builder.View with { Trouble = "The end of “Bring up” could not be saved yet: the disk is full" };

        Context.Render<RunPage>(p => p.Add(c => c.RunId, "run-1")).Find("[role=alert]").TextContent
            .ShouldContain("Not saved yet. The end of “Bring up” could not be saved yet: the disk is full");
    }

    [Fact]
    public void Page_Closed_SaysHowAndOffersNothing()
    {
        var page = Page(new RunBuilder().Run("ca-key")
            .Add(RunBuilder.Op, new RunClosed { Result = RunResult.Abandoned, Reason = "too late tonight" }));

        page.Find(".is-closed").TextContent.ShouldContain("This run is closed: abandoned.");
        page.Find(".is-closed").TextContent.ShouldContain("too late tonight");
        page.FindAll("button.mud-button-root").ShouldBeEmpty();
        page.Find(".next-bar a.mud-button-filled").GetAttribute("href").ShouldBe("runs/run-1/report");
        page.FindAll(".run-aside button").Select(b => b.TextContent)
            .ShouldBe(["Add a note", "Attach a file"], "people know more when it is over");
        page.Find(".next-words").TextContent.Trim().ShouldBe("The run is closed: abandoned");
    }

    [Fact]
    public void Page_TwoPeople_SeeEachOther()
    {
        var page = Page(new RunBuilder());
        using var other = Context.Services.GetRequiredService<PresenceTracker>().Enter("run-1", RunBuilder.Reviewer);

        page.WaitForAssertion(() => page.FindAll(".run-aside li").ShouldContain(l => l.TextContent.Trim() == "ravi reviewer"));
        page.FindAll(".run-aside li").ShouldContain(l => l.TextContent.Trim() == "You operator");
    }

    [Fact]
    public void Reviewer_Page_HasNoButtonThatActs()
    {
        Accounts.Me = RunBuilder.Reviewer;

        var page = Page(new RunBuilder().Prepared());

        page.Find(".notice").TextContent.ShouldContain("Your role reads every page and changes nothing.");
        page.FindAll("button.mud-button-root").ShouldBeEmpty();
        page.FindAll("button").Select(b => b.TextContent.Trim())
            .ShouldNotContain(t => t.StartsWith("Add", StringComparison.Ordinal) || t.StartsWith("Close", StringComparison.Ordinal));
    }

    [Fact]
    public void NextBar_Run_StartsTheStep()
    {
        var page = Page(new RunBuilder().Confirm("announced"));

        page.Find(".next-words").TextContent.ShouldBe("Next: run “The rendered CA key is private to root”");
        page.InvokeAsync(() => Next(page, "Run").Click());

        page.WaitForAssertion(() => Runs.Commands.ShouldBe([new RunCommand.StartStep("ca-key", 0)]));
    }

    [Fact]
    public void NextBar_OnlyWhatWasRolledBackLeft_OffersToCloseBesideDoingItAnew()
    {
        var page = Page(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up").Run("reload").Run("health").Run("principal")
            .Approve(RunBuilder.Cleanup, reason: "alone").Run("stop-vault").Run("back"));

        page.Find(".next-words").TextContent.ShouldBe("Next: run “The rendered CA key is private to root”, or close the run");
        Next(page, "Run").ShouldNotBeNull();
        Next(page, "Close…").ShouldNotBeNull();
    }

    [Fact]
    public void NextBar_Refused_ShowsTheReasonOnTheCard()
    {
        Runs.Refuse(LockCode.TargetHeld, "Run 12 by ravi is changing rs2000.", "Wait until it is closed.");
        var page = Page(new RunBuilder().Confirm("announced"));

        page.InvokeAsync(() => Next(page, "Run").Click());

        page.WaitForAssertion(() => page.Find("#step-ca-key [role=alert]").TextContent.ShouldContain("Run 12 by ravi is changing rs2000."));
    }

    [Fact]
    public async Task Keys_RunAndApprove_DoWhatIsNext()
    {
        var page = Page(new RunBuilder().Confirm("announced"));
        await page.InvokeAsync(() => page.Instance.KeyAsync("a"));
        Runs.Commands.ShouldBeEmpty();

        await page.InvokeAsync(() => page.Instance.KeyAsync("r"));

        Runs.Commands.ShouldBe([new RunCommand.StartStep("ca-key", 0)]);
    }

    [Fact]
    public void Close_WithAReason_ClosesTheRun()
    {
        var page = Page(new RunBuilder());

        page.InvokeAsync(() => page.FindAll("button").First(b => b.TextContent == "Close the run…").Click());
        Dialogs.WaitForElement("textarea").Input("nobody answered the phone");
        Dialogs.Markup.ShouldNotContain("This does not match the record");
        Dialogs.FindAll("input[type=radio]")[0].Click();
        Dialogs.Find(".notice li").TextContent.ShouldEndWith("have not passed.");
        Dialogs.FindAll("input[type=radio]")[2].Click();
        Dialogs.FindAll("button").First(b => b.TextContent == "Close as abandoned").Click();

        Runs.Commands.ShouldBe([new RunCommand.CloseRun(RunResult.Abandoned, "nobody answered the phone")]);
    }

    private IRenderedComponent<RunPage> Page(RunBuilder builder)
    {
        Runs.Views["run-1"] = builder.View;
        Clock.SetUtcNow(builder.Now);
        return Context.Render<RunPage>(p => p.Add(c => c.RunId, "run-1"));
    }

    private static IElement Next(IRenderedComponent<RunPage> page, string text) =>
        page.FindAll(".next-bar button").First(b => b.TextContent.Trim() == text);
}
