using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Shared.Steps;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Shared.Steps;

/// <summary>What takes the old way away stays locked while the old way is what runs, whatever a check of it says.</summary>
public sealed class CleanUpAfterRollbackTests
{
    private static readonly Runbook Book = RunbookParser.Parse("vault.md", """
        ---
        gates:
          - {id: go, title: Cutover, phrase: go-approved, unlocks: mutating}
          - {id: clean, title: Clean up, phrase: clean-approved, unlocks: destructive, after: [smoke], four-eyes: no}
        ---
        ## Change
        ### Switch
        ```sh {#switch .mutating}
        true
        ```
        ## Smoke
        ### Signing works
        ```sh {#works .smoke}
        true
        ```
        ## Back
        ### Switch back
        ```sh {#back .rollback gate=go}
        true
        ```
        ## Clean up
        ### Stop the old one
        ```sh {#stop .destructive}
        true
        ```
        ### Remove the old one
        ```sh {#remove .destructive}
        true
        ```
        ### It still works
        ```sh {#still .smoke}
        true
        ```
        """);

    private readonly RunBuilder _builder = new(Book);

    [Fact]
    public void CleanUp_AfterARollbackAndAFreshSmokeCheck_IsLocked()
    {
        _builder.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("back").Run("works").Run("still");

        var reason = Decide().First();

        (reason.Message, reason.StepId).ShouldBe(("“Signing works” passed after “Switch” was rolled back.", "switch"));
        reason.Remedy.ShouldBe("Run “Switch” again, and then “Signing works”.");
    }

    [Fact]
    public void CleanUp_AfterTheChangeWasMadeAnew_IsThereToBeApproved()
    {
        _builder.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("back").Run("works").Approve(Book.FindGate("go")!)
            .Run("switch").Run("works").Run("still");

        Decide().ShouldBeEmpty();
    }

    [Fact]
    public void CleanUp_InProgressWhenTheChangeIsRolledBack_IsLocked()
    {
        _builder.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("still").Approve(Book.FindGate("clean")!)
            .Run("stop").Run("back");

        const string Words = "“Switch” was rolled back, and “Clean up” comes after it.";
        _builder.As(RunBuilder.Op).Decide(Book.FindStep("remove")!).Reasons.ShouldContain(r => r.Message == Words);
        Decide().ShouldContain(r => r.Message == Words);
        _builder.Next().StepId.ShouldNotBe("remove");
    }

    [Fact]
    public void CleanUp_InProgressAndNothingRolledBack_AsksForNothing()
    {
        _builder.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("still").Approve(Book.FindGate("clean")!)
            .Run("stop", Outcome.Failed);

        Decide().ShouldBeEmpty();
    }

    [Fact]
    public void Check_BelowARemoval_IsAskedForAgainAfterIt()
    {
        _builder.Approve(Book.FindGate("go")!).Run("switch").Run("works").Run("still").Approve(Book.FindGate("clean")!)
            .Run("stop").Run("remove");

        _builder.As(RunBuilder.Op).StatusOf(Book.FindStep("still")!).ShouldBe(StepStatus.OutOfDate);
        _builder.Next().Words.ShouldBe("run “It still works”");
    }

    [Fact]
    public void After_AKindOfStep_MeansNoneOfTheRollback()
    {
        var book = RunbookParser.Parse("verified.md", """
            ---
            gates:
              - {id: go, phrase: go-approved, unlocks: mutating}
              - {id: clean, phrase: clean-approved, unlocks: destructive, after: [smoke], four-eyes: no}
            ---
            ```sh {#switch .mutating}
            true
            ```
            ```sh {#works .smoke}
            true
            ```
            ```sh {#back .rollback gate=go verify=old-works}
            true
            ```
            ```sh {#old-works .smoke}
            true
            ```
            ```sh {#stop .destructive}
            true
            ```
            """);
        book.HasErrors.ShouldBeFalse();

        new RunBuilder(book).Approve(book.FindGate("go")!).Run("switch").Run("works").As(RunBuilder.Op)
            .DecideApproval(book.FindGate("clean")!).Reasons.ShouldBeEmpty();
    }

    [Fact]
    public void Check_OfTheGateThatCleansUp_TellsNothingBeforeThatWasDone()
    {
        var book = Story.Book("""
            id: go, phrase: go-approved, unlocks: mutating
            id: clean, phrase: clean-approved, unlocks: destructive
            """, """
            mutating switch
            rollback back gate=go
            destructive stop
            smoke gone gate=clean
            """);
        var builder = Story.Of(book, "approve:go +switch");

        var reason = builder.As(RunBuilder.Op).Decide(book.FindStep("gone")!).Reasons.Single();
        (reason.Code, reason.Message, reason.StepId).ShouldBe(
            (LockCode.NothingChanged, "Smoke checks the change, and no destructive step has run.", "stop"));
        builder.Play("approve:clean +stop +gone").Next().ShouldBe(new NextAction.Close(RunResult.Completed));
        builder.Play("approve:clean +stop").As(RunBuilder.Op).StatusOf(book.FindStep("gone")!).ShouldBe(StepStatus.OutOfDate);
    }

    // What is taken away first is looked at before anything is changed.
    [Fact]
    public void Check_OfTheGateThatTakesAwayBeforeTheFirstChange_WaitsForNoChange() => Story.Of(Story.Book("""
        id: wipe, phrase: wipe-approved, unlocks: destructive
        id: build, phrase: build-approved, unlocks: mutating, after: [wiped]
        """, """
        destructive clear
        smoke wiped gate=wipe
        mutating make
        """), "approve:wipe +clear +wiped approve:build +make");

    [Fact]
    public void CheckOfARollback_ThatStandsAboveTheChange_IsAskedForAgainAfterIt()
    {
        var book = RunbookParser.Parse("verified.md", """
            ---
            gates:
              - {id: ga, phrase: a-approved, unlocks: mutating}
              - {id: gb, phrase: b-approved, unlocks: mutating}
            ---
            ```sh {#a .mutating gate=ga}
            true
            ```
            ```sh {#a-back .rollback gate=ga}
            true
            ```
            ```sh {#health .smoke}
            true
            ```
            ```sh {#b .mutating gate=gb}
            true
            ```
            ```sh {#b-back .rollback gate=gb verify=health}
            true
            ```
            """);
        book.HasErrors.ShouldBeFalse();

        var builder = new RunBuilder(book).Approve(book.FindGate("ga")!).Run("a").Run("a-back").Run("health").Approve(book.FindGate("gb")!)
            .Run("b").Run("b-back");

        builder.As(RunBuilder.Op).StatusOf(book.FindStep("health")!).ShouldBe(StepStatus.OutOfDate);
        builder.Next().StepId.ShouldBe("health");
    }

    private IEnumerable<Core.Gates.LockReason> Decide() => _builder.As(RunBuilder.Op).DecideApproval(Book.FindGate("clean")!).Reasons;
}
