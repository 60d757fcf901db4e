using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Shared.Steps;

public sealed class NextActionFinderTests
{
    [Fact]
    public void Next_NewRun_IsTheFirstStep() =>
        new RunBuilder().Next().ShouldBeOfType<NextAction.Confirm>().Step.Id.ShouldBe("announced");

    [Fact]
    public void Next_Running_IsToWatch() =>
        new RunBuilder().Confirm("announced").Begin("ca-key").Next().Words.ShouldBe("“The rendered CA key is private to root” is running");

    [Fact]
    public void Next_CheckFailed_IsToLookAndRunAgain()
    {
        var next = new RunBuilder().Confirm("announced").Run("ca-key", Outcome.Failed).Next();

        next.ShouldBeOfType<NextAction.Run>().Step.Id.ShouldBe("ca-key");
        next.Words.ShouldBe("“The rendered CA key is private to root” failed: review it, then run it again");
    }

    [Fact]
    public void Next_Prepared_IsToApprove() =>
        new RunBuilder().Prepared().Next().Words.ShouldBe("approve the gate “runtime cutover”");

    [Fact]
    public void Next_PreparedTooLongAgo_IsToRunTheCheckAgain() =>
        new RunBuilder().Prepared().After(TimeSpan.FromMinutes(40)).Next().ShouldBeOfType<NextAction.Run>().Step.Id.ShouldBe("ca-key");

    [Fact]
    public void Next_Approved_IsTheChange() =>
        new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Next().Words.ShouldBe("run “Bring up the local signer”");

    [Fact]
    public void Next_ChangeFailed_IsToApproveAgainOrRollBack()
    {
        var next = new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up", Outcome.Failed).Next();

        next.ShouldBeOfType<NextAction.Approve>().Rollback!.Id.ShouldBe("back");
        next.Words.ShouldBe("approve the gate “runtime cutover” again, or roll back");
    }

    [Fact]
    public void Next_OutcomeUnknown_IsToVerifyThenToSettle()
    {
        var builder = new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Begin("bring-up").Interrupt();

        builder.Next().ShouldBeOfType<NextAction.Run>().Step.Id.ShouldBe("health");
        builder.Run("health", Outcome.Failed).Next().ShouldBeOfType<NextAction.Settle>().Step.Id.ShouldBe("bring-up");
    }

    [Fact]
    public void Next_SmokeFailed_OffersTheRollback() =>
        Changed().Run("health", Outcome.Failed).Next().Words
            .ShouldBe("“Health says local” failed: review it, then run it again or roll back");

    [Fact]
    public void Next_RolledBack_IsToCloseAsRolledBack() =>
        Changed().Run("back").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));

    [Fact]
    public void Next_RollbackFailed_IsToRunItAgain() =>
        Changed().Run("back", Outcome.Failed).Next().ShouldBeOfType<NextAction.Run>().Step.Id.ShouldBe("back");

    [Fact]
    public void Next_OnlyWhatNothingTakesBackIsLeft_ClosingIsAsGood()
    {
        var next = Changed().Run("health").Run("principal").Next();

        next.ShouldBeOfType<NextAction.Approve>().OrClose.ShouldBeTrue();
        next.Words.ShouldBe("approve the gate “clean-up”, or close the run");
    }

    [Fact]
    public void Next_AllDone_IsToClose() =>
        Changed().Run("health").Run("principal").Approve(RunBuilder.Cleanup, reason: "alone").Run("stop-vault").Next()
            .ShouldBe(new NextAction.Close(RunResult.Completed));

    [Fact]
    public void Next_Closed_IsNothing() =>
        new RunBuilder().Add(RunBuilder.Op, new RunClosed { Result = RunResult.Abandoned, Reason = "late" }).Next().Words
            .ShouldBe("The run is closed: abandoned");

    [Fact]
    public void Next_ForAReviewer_IsWhatTheRunWaitsFor() =>
        new RunBuilder().Next(RunBuilder.Reviewer).Words.ShouldBe("confirm “The change window is announced”");

    [Fact]
    public void Next_FourEyesRequiredAndApprovedByOneself_WaitsForSomeoneElse()
    {
        var gate = RunBuilder.Cutover with { FourEyes = Dashboard.Core.Runbooks.FourEyes.Required };
        var builder = new RunBuilder(RunBuilder.Runbook with { Gates = [gate, RunBuilder.Cleanup] }).Prepared().Approve(gate);

        builder.Next().ShouldBeOfType<NextAction.Wait>().Reason.Code.ShouldBe(LockCode.FourEyes);
    }

    [Fact]
    public void Next_OutcomeUnknown_SaysWhatTheCheckIsToTell()
    {
        var builder = new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Begin("bring-up").Interrupt();

        builder.Next().Words.ShouldBe("run “Health says local” to see what “Bring up the local signer” did");
        builder.Run("health").Next().Words.ShouldBe("resolve the unknown outcome of “Bring up the local signer”");
    }

    [Fact]
    public void Next_ApprovalOverBeforeTheNextChange_IsToApproveAndNotToRollBack()
    {
        var next = new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up").After(TimeSpan.FromHours(2)).Next();

        next.ShouldBeOfType<NextAction.Approve>().Rollback.ShouldBeNull("nothing is wrong with the change so far");
        next.Words.ShouldBe("approve the gate “runtime cutover”");
    }

    [Fact]
    public void Next_RollbackFailed_OffersNoRollbackOfIt() =>
        Changed().Run("back", Outcome.Failed).Next().Words.ShouldBe("“Back to Vault” failed: review it, then run it again");

    [Fact]
    public void Next_HalfOfWhatNothingTakesBackIsDone_ClosingIsNotAsGood()
    {
        var next = Changed().Run("health").Run("principal")
            .Approve(RunBuilder.Cleanup, reason: "alone").Run("stop-vault", Outcome.Failed).Next();

        next.ShouldBeOfType<NextAction.Approve>().OrClose.ShouldBeFalse();
    }

    [Fact]
    public void Next_FirstWaitsForSomeoneElse_IsWhatSomebodyCanGoOnWith()
    {
        var book = Story.Book(
            "id: ga, phrase: a-approved, unlocks: mutating\nid: gb, phrase: b-approved, unlocks: mutating",
            "mutating a gate=ga\npreflight look gate=gb\nmutating b gate=gb");
        book = book with { Gates = [book.Gates[0] with { FourEyes = Dashboard.Core.Runbooks.FourEyes.Required }, book.Gates[1]] };

        new RunBuilder(book).Approve(book.Gates[0]).Next().StepId.ShouldBe("look");
    }

    [Fact]
    public void Words_OfWaiting_SayWhyAndWhatWouldHelp()
    {
        var wait = new NextAction.Wait(new LockReason(LockCode.FourEyes, "It requires two people.", "Let someone else run it.", "a"));

        (wait.Words, wait.StepId).ShouldBe(("It requires two people. Let someone else run it.", "a"));
        (wait with { OrClose = true }).Words.ShouldBe("It requires two people. Let someone else run it. Or close the run.");
    }

    [Fact]
    public void Words_OfTheEnd_SayHowItEnds()
    {
        new NextAction.Close(RunResult.Completed).Words.ShouldBe("all steps are done: close the run");
        new NextAction.Close(RunResult.RolledBack).Words.ShouldBe("rolled back: close the run");
    }

    private static RunBuilder Changed() => new RunBuilder().Prepared().Approve(RunBuilder.Cutover).Run("bring-up").Run("reload");
}
