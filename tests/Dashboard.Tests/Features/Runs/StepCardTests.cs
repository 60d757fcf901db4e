using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Features.Runs;
using Dashboard.Shared.Steps;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Features.Runs;

public sealed class StepCardTests : ScreenTest
{
    private const string Gate = "id: g, phrase: g-approved, unlocks: mutating";

    [Fact]
    public void Card_ReadyStep_ShowsKindCommandAndRun()
    {
        var card = Card(new RunBuilder(), "ca-key");

        card.Find("article").GetAttribute("aria-labelledby").ShouldBe(card.Find("h3").Id);
        card.Find("h3").TextContent.ShouldBe("The rendered CA key is private to root");
        card.Find(".kind").TextContent.ShouldBe("preflight");
        card.Find("pre.command").TextContent.ShouldContain("safe-session-local-ca-preflight.sh");
        card.Find(".state").TextContent.ShouldBe("ready");
        card.Find("button.mud-button-root").TextContent.ShouldBe("Run “The rendered CA key is private to root”");
    }

    [Fact]
    public void Command_OfAStepInATerminal_SaysSo() =>
        Context.Render<StepCommand>(p => p.Add(c => c.Step, RunBuilder.Runbook.FindStep("bring-up")! with { Terminal = true }))
            .Find(".command-head").TextContent.ShouldContain("Runs with bash in a terminal");

    [Fact]
    public void Card_RunClicked_StartsTheStepOnceWithWhatWasSeen()
    {
        var card = Card(new RunBuilder().Run("ca-key"), "ca-key");

        card.Find("button.mud-button-root").Click();

        Runs.Commands.ShouldBe([new RunCommand.StartStep("ca-key", 1)]);
    }

    [Fact]
    public void Card_PassedStep_SaysSinceWhenAndHowLongItIsFresh()
    {
        var card = Card(new RunBuilder().Begin("ca-key").End().After(TimeSpan.FromMinutes(6)), "ca-key");

        card.Find(".state").TextContent.ShouldBe("passed · 0.4 s · 6 min ago, fresh for 24 min");
        card.Find(".evidence").TextContent.ShouldContain("confined, read-only");
        card.Find(".evidence").TextContent.ShouldContain("nothing masked");
        card.Find("button.mud-button-root").TextContent.ShouldStartWith("Run again");
    }

    [Fact]
    public void Card_StoppedStep_SaysHowItsProcessesWereTracked()
    {
        Card(new RunBuilder().Begin("ca-key").End(Outcome.TimedOut, tracking: "cgroup"), "ca-key").Find(".evidence").TextContent
            .ShouldContain("processes tracked by cgroup");
        Card(new RunBuilder().Begin("ca-key").End(tracking: "cgroup"), "ca-key").Find(".evidence").TextContent.ShouldNotContain("tracked");
    }

    [Fact]
    public void Card_PassedTooLongAgo_SaysSo() =>
        Card(new RunBuilder().Run("ca-key").After(TimeSpan.FromMinutes(31)), "ca-key").Find(".state").TextContent
            .ShouldContain("too old for its gate");

    [Fact]
    public void Card_LockedStep_SaysWhyAndLinksToWhatUnlocksIt()
    {
        var card = Card(new RunBuilder().Confirm("announced").Run("ca-key"), "bring-up");

        card.Find(".state").TextContent.ShouldBe("locked");
        var reasons = card.FindAll(".reasons li").Select(l => l.TextContent).ToArray();
        reasons.ShouldContain(r => r.Contains("The gate “runtime cutover” is not approved.", StringComparison.Ordinal));
        reasons.ShouldContain(r => r.Contains("“The signer container is up” has not run.", StringComparison.Ordinal));
        card.Find(".reasons a").GetAttribute("href").ShouldBe("runs/run-1#step-signer-up");
        card.FindAll("button.mud-button-root").ShouldBeEmpty();
    }

    [Fact]
    public void Card_RunningStep_CountsAgainstItsTimeoutAndOffersCancel()
    {
        var card = Card(new RunBuilder().Begin("ca-key").After(TimeSpan.FromSeconds(12)), "ca-key");

        card.Find(".state").TextContent.ShouldBe("running · 12 s of 1 min");
        card.Find("button.mud-button-root").Click();
        Dialogs.Find("[role=dialog]").TextContent.ShouldContain("gets a TERM signal");
        Button(Dialogs, "Cancel the step").Click();

        Runs.Commands.ShouldBe([new RunCommand.CancelAttempt("ca-key-1")]);
    }

    [Theory]
    [InlineData(Outcome.Failed, "failed")]
    [InlineData(Outcome.TimedOut, "timed out")]
    [InlineData(Outcome.Cancelled, "cancelled")]
    public void Card_EndedOtherwise_SaysHowAndWhy(Outcome outcome, string word)
    {
        var card = Card(new RunBuilder().Run("ca-key", outcome), "ca-key");

        card.Find(".state").TextContent.ShouldStartWith(word);
        card.Find(".verdict-line").TextContent.ShouldBe("Exit code 1, expected 0.");
        card.Find("button.mud-button-root").TextContent.ShouldStartWith("Run again");
    }

    [Fact]
    public void Card_UnknownOutcome_ExplainsAndOffersVerifyAndVerdict()
    {
        var card = Card(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Begin("bring-up").Interrupt(), "bring-up");

        card.Find(".notice").TextContent.ShouldContain("Outcome unknown: the end of this step was not recorded.");
        card.Find(".notice").TextContent.ShouldContain("It is never run again automatically.");
        Button(card, "Run “Health says local”").Click();
        Button(card, "Mark as failed…").Click();
        Dialogs.Find("textarea").Input("the container is still the old one");
        Button(Dialogs, "Mark as failed").Click();

        Runs.Commands.ShouldBe(
        [
            new RunCommand.StartStep("health", 0),
            new RunCommand.GiveVerdict("bring-up-1", Outcome.Failed, "the container is still the old one"),
        ]);
    }

    [Fact]
    public void Card_UnknownCheck_IsRunAgainAndAsksForNoVerdictWhateverCameSince()
    {
        var card = Card(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up").Begin("health").Interrupt()
            .Run("back"), "health");

        string.Join(' ', card.Find(".notice").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .ShouldBe("Outcome unknown: the end of this step was not recorded. It proves nothing. Run it again.");
        card.FindAll(".notice button").ShouldBeEmpty();
    }

    [Fact]
    public void Card_UnknownChangeAfterAnotherChange_NamesNoCheckThatTells()
    {
        var card = Card(new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Begin("bring-up").Interrupt().Run("back"), "bring-up");

        card.Find(".notice").TextContent.ShouldContain("The host has changed since then");
        card.FindAll(".notice button").Select(b => b.TextContent.Trim()).ShouldBe(["Mark as passed…", "Mark as failed…"]);
    }

    [Fact]
    public void Card_UnknownOutcomeThatWasSettled_SaysAsWhatAndByWhom()
    {
        var builder = Settled(Outcome.Failed);
        var card = Card(builder, "bring-up");

        card.Find(".state").TextContent.ShouldBe("unknown → failed (olga) · just now");
        card.FindAll(".verdict-line").Select(l => l.TextContent)
            .ShouldBe(["Outcome unknown: the server stopped during this step.", "Marked as failed by olga: seen"]);
        var rail = Context.Render<StepRail>(p => p.Add(c => c.Model, builder.As(RunBuilder.Op)));
        rail.Find("a[href$='#step-bring-up']").TextContent.Trim().ShouldEndWith(": unknown → failed (olga)");
    }

    [Fact]
    public void Card_EarlierAttemptThatWasSettled_SaysAsWhatAndByWhom()
    {
        var card = Card(Settled(Outcome.Failed).Approve(RunBuilder.Cutover).Run("bring-up"), "bring-up");

        card.Find(".earlier button").TextContent.ShouldContain("#1 unknown → failed (olga) ·");
    }

    private static RunBuilder Settled(Outcome verdict) =>
        new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Begin("bring-up").Interrupt()
            .Add(RunBuilder.Op, new VerdictGiven { AttemptId = "bring-up-1", Verdict = verdict, Note = "seen" });

    [Fact]
    public void Card_ManualStep_ConfirmsWithANote()
    {
        var card = Card(new RunBuilder(), "announced");

        Button(card, "Confirm…").Click();
        Button(Dialogs, "Confirm").HasAttribute("disabled").ShouldBeFalse("a note is optional unless the runbook asks for one");
        Dialogs.Find("textarea").Input("mail sent");
        Button(Dialogs, "Confirm").Click();

        Runs.Commands.ShouldBe([new RunCommand.ConfirmManual("announced", "mail sent", 0)]);
    }

    [Fact]
    public void Card_ManualStepThatAsksForANote_IsConfirmedWithOne()
    {
        var builder = new RunBuilder(Story.Book(Gate, "manual told note=required\nmutating one"));
        var card = Card(builder, "told");

        Button(card, "Confirm…").Click();
        Button(Dialogs, "Confirm").HasAttribute("disabled").ShouldBeTrue();
        Dialogs.Find("textarea").Input("mail sent");
        Button(Dialogs, "Confirm").HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public void Card_Choice_IsChosenFromAndSaysWhatWasChosen()
    {
        var book = Story.Book(Gate, "manual way choice=blue,green\nmutating one when=\"way=blue\"");
        var card = Card(new RunBuilder(book), "way");

        Button(card, "Choose…").Click();
        Button(Dialogs, "Confirm").HasAttribute("disabled").ShouldBeTrue("nothing is chosen yet");
        Dialogs.FindAll("input[type=radio]")[1].Click();
        Button(Dialogs, "Confirm").Click();

        Runs.Commands.ShouldBe([new RunCommand.ConfirmManual("way", "", 0, "green")]);
        Card(new RunBuilder(book).Confirm("way", choice: "green"), "way").Find(".state").TextContent
            .ShouldStartWith("green, chosen by olga");
        var aside = Card(new RunBuilder(book).Confirm("way", choice: "green"), "one");
        aside.Find(".state").TextContent.ShouldBe("not applicable: it is for WAY=blue");
        aside.FindAll(".locks").ShouldBeEmpty();
    }

    [Fact]
    public void Card_OptionalStep_IsSkippedWithAReason()
    {
        var book = Story.Book(Gate, "preflight nice optional\nmutating one");
        var card = Card(new RunBuilder(book), "nice");

        card.FindAll("button.quiet").Single(b => b.TextContent.StartsWith("Skip", StringComparison.Ordinal)).Click();
        Dialogs.Find("textarea").Input("no time");
        Button(Dialogs, "Skip the step").Click();

        Runs.Commands.ShouldBe([new RunCommand.SkipStep("nice", "no time")]);
        var skipped = Card(new RunBuilder(book).Skip("nice"), "nice");
        skipped.Find(".state").TextContent.ShouldStartWith("skipped by olga");
        skipped.Find("blockquote.note").TextContent.ShouldBe("not needed here");
        skipped.Find("button.mud-button-root").TextContent.ShouldStartWith("Run");
    }

    [Theory]
    [InlineData("op", true)]
    [InlineData("lead", true)]
    [InlineData("reviewer", false)]
    public void Card_NotesAndFiles_AreForOperatorsAndLeads(string role, bool offered)
    {
        var who = role switch { "op" => RunBuilder.Op, "lead" => RunBuilder.Lead, _ => RunBuilder.Reviewer };

        Card(new RunBuilder(), "ca-key", who).FindAll("button")
            .Any(b => b.TextContent.StartsWith("Add a note", StringComparison.Ordinal)).ShouldBe(offered);
    }

    [Fact]
    public void Card_Refused_ShowsTheReasonsOnTheCard()
    {
        var builder = new RunBuilder();
        Runs.Refuse(LockCode.TargetHeld, "Run 12 by ravi is changing rs2000.", "Wait until it is closed.");
        var actions = Actions();
        var card = Card(builder, "ca-key", actions: actions);

        card.Find("button.mud-button-root").Click();
        card.Render(p => p.Add(c => c.Model, builder.As(RunBuilder.Op) with { Refusals = actions.Refusals }));

        card.Find("[role=alert]").TextContent.ShouldContain("Run 12 by ravi is changing rs2000.");
        card.Find("[role=alert]").TextContent.ShouldContain("Wait until it is closed.");
    }

    [Fact]
    public void Card_Reviewer_SeesWhatAnOperatorWouldWaitForAndNoButtons()
    {
        var card = Card(new RunBuilder(), "ca-key", RunBuilder.Reviewer);

        card.Find(".state").TextContent.ShouldBe("ready");
        card.FindAll("button").ShouldBeEmpty();
    }

    [Fact]
    public void Card_EarlierAttempts_OpenWithTheirOwnOutput()
    {
        Output.Write("ca-key-1", "fail ca_key_owner_must_be_root:root\n");
        var card = Card(new RunBuilder().Run("ca-key", Outcome.Failed).Run("ca-key"), "ca-key");

        var earlier = card.Find(".earlier button");
        earlier.TextContent.ShouldContain("#1 failed");
        earlier.Click();

        card.Find(".earlier .output").TextContent.ShouldContain("fail ca_key_owner_must_be_root:root");
        card.Find(".earlier button").GetAttribute("aria-expanded").ShouldBe("true");
    }

    private IRenderedComponent<StepCard> Card(RunBuilder builder, string stepId, Person? person = null, RunActions? actions = null) =>
        Context.Render<StepCard>(p => p
            .Add(c => c.Model, builder.As(person ?? RunBuilder.Op)).Add(c => c.Actions, actions ?? Actions())
            .Add(c => c.Step, builder.Book.FindStep(stepId)!));

    private static IElement Button<T>(IRenderedComponent<T> where, string text)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        where.FindAll("button").First(b => b.TextContent.Trim() == text);
}
