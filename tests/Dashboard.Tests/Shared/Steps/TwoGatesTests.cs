using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Shared.Steps;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Shared.Steps;

/// <summary>
/// Two changes behind two gates that share a check before: what stands, and what comes next, when one of them is rolled back.
/// </summary>
public sealed class TwoGatesTests
{
    private static readonly Runbook Book = RunbookParser.Parse("two.md", """
        ---
        gates:
          - {id: ga, title: A, phrase: a-approved, unlocks: mutating}
          - {id: gb, title: B, phrase: b-approved, unlocks: mutating}
        ---
        ## Before
        ### Look
        ```sh {#look .preflight}
        true
        ```
        ## First
        ### Change A
        ```sh {#a .mutating gate=ga}
        true
        ```
        ### A is well
        ```sh {#a-well .smoke gate=ga}
        true
        ```
        ### A back
        ```sh {#a-back .rollback gate=ga}
        true
        ```
        ## Second
        ### Change B
        ```sh {#b .mutating gate=gb}
        true
        ```
        ### B is well
        ```sh {#b-well .smoke gate=gb}
        true
        ```
        ### B back
        ```sh {#b-back .rollback gate=gb}
        true
        ```
        """);

    private readonly RunBuilder _builder = new(Book);

    [Fact]
    public void Sample_IsFreeOfErrors() => Book.HasErrors.ShouldBeFalse();

    [Fact]
    public void SharedPreflight_AfterARollbackOfOneGate_IsOutOfDateOnThePageAndForTheOtherGate()
    {
        _builder.Run("look").Approve(Gate("ga")).Run("a").Run("a-back");

        _builder.As(RunBuilder.Op).StatusOf(Book.FindStep("look")!).ShouldBe(StepStatus.OutOfDate);
        _builder.As(RunBuilder.Op).DecideApproval(Gate("gb")).Reasons.Single().Message
            .ShouldBe("Preflight “Look” passed before a rollback.");
        _builder.Run("look").As(RunBuilder.Op).DecideApproval(Gate("gb")).IsUnlocked.ShouldBeTrue();
    }

    [Fact]
    public void SharedPreflight_OutOfDate_IsNothingThatARenewedApprovalRestsOn()
    {
        Changed().Run("a-back").Approve(Gate("gb"));

        _builder.State.Approvals[^1].Event.RestsOn.ShouldBeEmpty();
    }

    [Fact]
    public void Next_OneOfTwoRolledBack_IsWhatTheOtherAsksFor()
    {
        var next = Changed().Run("b-back").Next().ShouldBeOfType<NextAction.Run>();

        (next.Step.Id, next.Rollback?.Id).ShouldBe(("a-well", "a-back"));
        next.Words.ShouldBe("run “A is well”, or roll back");
    }

    [Fact]
    public void Next_OneOfTwoRolledBackAndTheOtherDone_IsTheOneAnewOrTheOtherBackOrToClose()
    {
        Changed().Run("b-back").Run("a-well").Next().Words.ShouldBe("run “Look”, roll back, or close the run");
        _builder.Run("look").Next().Words.ShouldBe("approve the gate “B” again, roll back, or close the run");
        _builder.Approve(Gate("gb")).Next().Words.ShouldBe("run “Change B”");
        _builder.Run("b").Run("b-well").Next().ShouldBe(new NextAction.Close(RunResult.Completed));
    }

    [Fact]
    public void Next_OneOfTwoRolledBackAndTheOtherWithoutARollback_OffersNoRollback()
    {
        var builder = new RunBuilder(Book with { Steps = [.. Book.Steps.Where(s => s.Id != "a-back")] });
        builder.Run("look").Approve(Gate("ga")).Run("a").Run("a-well").Approve(Gate("gb")).Run("b").Run("b-back").Run("look");

        builder.Next().Words.ShouldBe("approve the gate “B”, or close the run");
    }

    [Fact]
    public void Next_RollbackOfOneNotPassed_IsThatRollback() =>
        Changed().Run("b-back", Outcome.Failed).Next().ShouldBeOfType<NextAction.Run>().Step.Id.ShouldBe("b-back");

    [Fact]
    public void Next_BothRolledBack_IsToCloseAsRolledBack() =>
        Changed().Run("b-back").Run("a-back").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));

    [Fact]
    public void Next_AllThatWasChangedRolledBack_IsToCloseAsRolledBack() =>
        _builder.Run("look").Approve(Gate("ga")).Run("a").Run("a-back").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));

    [Fact]
    public void Next_OneRolledBackAndTheOtherApprovedSince_GoesOnWithTheOther() =>
        _builder.Run("look").Approve(Gate("ga")).Run("a").Run("a-back").Run("look").Approve(Gate("gb")).Next().Words
            .ShouldBe("run “Change B”");

    // How it ended is for a person to say; what speaks against it is told to them, and to whoever reads it.
    [Fact]
    public void Closing_AgainstTheRecord_IsDoubted()
    {
        Doubts(Changed(), RunResult.RolledBack).ShouldBe([
            "The change behind “A” is still in place: no complete rollback is recorded.",
            "The change behind “B” is still in place: no complete rollback is recorded.", "No rollback was run."]);
        Doubts(_builder, RunResult.Completed).ShouldBe(["1 step has not passed."]);
        Doubts(_builder.Run("a-well"), RunResult.Completed).ShouldBeEmpty();
        Doubts(_builder.Run("b-back"), RunResult.RolledBack)
            .ShouldBe(["The change behind “A” is still in place: no complete rollback is recorded."]);
        Doubts(_builder, RunResult.Completed).ShouldBe(["The change behind “B” was rolled back.", "3 steps have not passed."]);
        Doubts(_builder.Run("a-back"), RunResult.RolledBack).ShouldBeEmpty();
        Doubts(_builder, RunResult.Abandoned).ShouldBeEmpty();
    }

    private static IEnumerable<string> Doubts(RunBuilder builder, RunResult result) => ClosingWarnings.Of(Book, builder.State, result);

    private RunBuilder Changed() => _builder.Run("look").Approve(Gate("ga")).Run("a").Approve(Gate("gb")).Run("b").Run("b-well");

    private static Gate Gate(string id) => Book.FindGate(id)!;
}
