using Bunit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Features.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runs;

public sealed class GateBarTests : ScreenTest
{
    [Fact]
    public void Bar_EvidenceMissing_ListsEveryThingItWaitsFor()
    {
        var bar = Bar(new RunBuilder().Run("ca-key", Outcome.Failed), RunBuilder.Cutover);

        bar.Find("h3").TextContent.ShouldBe("Gate: runtime cutover");
        bar.Find(".state").TextContent.ShouldBe("Blocked: 2 requirements");
        bar.FindAll(".is-waiting").Select(l => l.TextContent.Trim())
            .ShouldContain(t => t.StartsWith("Preflight “The signer container is up” has not run.", StringComparison.Ordinal));
        bar.FindAll(".is-waiting a").Select(a => a.GetAttribute("href")).ShouldBe(["runs/run-1#step-ca-key", "runs/run-1#step-signer-up"]);
        bar.FindAll("button").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("confined, read-only", false)]
    [InlineData("not confined: the sandbox lets through: call mount", true)]
    public void Bar_SandboxDidNotHoldWhenTheRunWasOpened_SaysSo(string? words, bool said)
    {
        var bar = Bar(new RunBuilder(sandbox: words).Prepared(), RunBuilder.Cutover);

        bar.FindAll(".notice.is-bad").Select(n => n.TextContent)
            .ShouldBe(said ? [$"No sandbox: when this run was opened, checks on this server were {words}."] : []);
    }

    [Fact]
    public void Bar_EverythingThere_OffersApprovalAndSaysWhatItUnlocks()
    {
        var bar = Bar(new RunBuilder().Prepared(), RunBuilder.Cutover);

        bar.Find(".state").TextContent.ShouldBe("Ready for approval");
        bar.Markup.ShouldContain("2 of 2 required steps passed");
        bar.Markup.ShouldContain("Unlocks 2 steps that change rs2000: “Bring up the local signer”, “Reload the trusted CAs”.");
        bar.Markup.ShouldContain("Once a step has run, “Back to Vault” may run without approval.");
        bar.Markup.ShouldContain("Does not unlock gate “clean-up”.");
        bar.Find("button").TextContent.ShouldBe("Approve… the gate “runtime cutover”");
    }

    [Fact]
    public void Bar_Approved_SaysByWhomAndForHowLong()
    {
        var bar = Bar(new RunBuilder().Prepared().Approve(RunBuilder.Cutover, RunBuilder.Lead, "window 21:00")
            .After(TimeSpan.FromMinutes(20)), RunBuilder.Cutover);

        bar.Find(".state").TextContent.ShouldBe("Approved");
        bar.Find("p").TextContent.ShouldContain("lea");
        bar.Find("p").TextContent.ShouldContain("expires in 40 min");
        bar.Find("p").TextContent.ShouldContain("window 21:00");
        bar.FindAll("button").Select(b => b.TextContent).ShouldBe(["Void the approval…"]);
    }

    [Fact]
    public void Bar_Expired_AsksAgain() =>
        Bar(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).After(TimeSpan.FromMinutes(61)).Run("ca-key").Run("signer-up"),
            RunBuilder.Cutover)
            .Find(".state").TextContent.ShouldBe("Approval expired; approve again");

    [Fact]
    public void Bar_InProgressAndExpired_SaysWhatThatMeans() =>
        Bar(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up").After(TimeSpan.FromMinutes(61)), RunBuilder.Cutover)
            .Find(".notice").TextContent.ShouldContain("In progress");

    [Fact]
    public void Bar_InProgressUnderAStandingApproval_IsNoNews()
    {
        var bar = Bar(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up"), RunBuilder.Cutover);

        bar.Find(".state").TextContent.ShouldBe("Approved");
        bar.FindAll(".notice").ShouldBeEmpty();
    }

    [Fact]
    public void Bar_AllPassed_DoesNotUrgeToApproveAgain()
    {
        var bar = Bar(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up").Run("reload"), RunBuilder.Cutover);

        bar.Find(".state").TextContent.ShouldBe("Done: all unlocked steps passed");
        bar.FindAll("button.mud-button-filled").ShouldBeEmpty();
    }

    [Fact]
    public void Bar_ApprovedStepFailed_SaysThatTheApprovalIsUsedUp()
    {
        var bar = Bar(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up", Outcome.Failed), RunBuilder.Cutover);

        bar.Find(".gate-bar").ClassList.ShouldNotContain("is-approved");
        bar.Find(".state").TextContent.ShouldBe("Approval used; approve again");
        bar.Find(".notice").TextContent.ShouldContain("re-enter only the phrase");
        bar.Find("button").TextContent.ShouldStartWith("Approve again…");
    }

    [Fact]
    public void Bar_ApprovedAndRunByOne_SaysSolo()
    {
        var gate = RunBuilder.Cutover with { FourEyes = FourEyes.Preferred };
        var book = RunBuilder.Runbook with { Gates = [gate, RunBuilder.Cleanup] };

        Bar(new RunBuilder(book).Prepared().Approve(gate, reason: "alone tonight").Run("bring-up"), gate)
            .FindAll(".notice").ShouldContain(n => n.TextContent.StartsWith("Solo:", StringComparison.Ordinal));
    }

    [Fact]
    public void Bar_Reviewer_SeesWhatItWaitsForAndNoButton()
    {
        var bar = Bar(new RunBuilder().Prepared(), RunBuilder.Cutover, RunBuilder.Reviewer);

        bar.Find(".state").TextContent.ShouldBe("Ready for approval");
        bar.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void Bar_Lead_MayApprove() =>
        Bar(new RunBuilder().Prepared(), RunBuilder.Cutover, RunBuilder.Lead).FindAll("button").Count.ShouldBe(1);

    private IRenderedComponent<GateBar> Bar(RunBuilder builder, Gate gate, Person? person = null) => Context.Render<GateBar>(p => p
        .Add(c => c.Model, builder.As(person ?? RunBuilder.Op)).Add(c => c.Actions, Actions()).Add(c => c.Gate, gate));
}
