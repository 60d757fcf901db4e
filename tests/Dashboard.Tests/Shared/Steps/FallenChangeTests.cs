using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Shared.Steps;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Shared.Steps;

/// <summary>A check tells of the change that it looks at only when that has passed, and only after it.</summary>
public sealed class FallenChangeTests
{
    private const string Gates = """
        id: change, phrase: change-approved, unlocks: mutating
        id: clean, phrase: clean-approved, unlocks: destructive, after: [smoke]
        """;

    private static readonly Runbook Book = Story.Book(Gates, """
        ## Change
        mutating switch verify=answers
        smoke answers
        ## Back
        rollback back
        ## Clean up
        preflight nobody gate=clean
        destructive stop
        destructive remove
        """);

    [Fact]
    public void CleanUp_AfterAFailedChangeAndAPassedCheck_IsLocked() =>
        Decide(Story.Of(Book, "approve:change -switch +answers +nobody")).ShouldHaveSingleItem().Message
            .ShouldBe("“answers” passed, but “switch” failed.");

    [Fact]
    public void CleanUp_WhileNobodyKnowsWhatAChangeDid_IsLocked()
    {
        var builder = Story.Of(Book, "approve:change ?switch +answers +nobody");

        Decide(builder).ShouldHaveSingleItem().Code.ShouldBe(LockCode.UnknownOutcome);
        Decide(builder.Play("no")).ShouldHaveSingleItem().Message.ShouldBe("“answers” passed, but “switch” failed.");
        Decide(Story.Of(Book, "approve:change ?switch +answers +nobody yes")).ShouldBeEmpty();
    }

    [Fact]
    public void CleanUp_InProgressAndItsCheckFails_IsLocked()
    {
        var builder = Story.Of(Book, "approve:change +switch +answers +nobody approve:clean +stop -answers");

        const string Words = "“answers” failed, and “clean” comes after it.";
        builder.As(RunBuilder.Op).Decide(Book.FindStep("remove")!).Reasons.ShouldContain(r => r.Message == Words);
        Decide(builder).ShouldContain(r => r.Message == Words);
        builder.Play("+answers +remove");
    }

    [Fact]
    public void PreflightOfACleanUp_FromBeforeTheLatestChange_IsOutOfDate()
    {
        Decide(Story.Of(Book, "+nobody approve:change +switch +answers")).ShouldHaveSingleItem().Message
            .ShouldBe("Preflight “nobody” passed before the latest change to the host.");
        var builder = Story.Of(Book, "approve:change +switch +answers +nobody +back approve:change +switch +answers");
        builder.As(RunBuilder.Op).StatusOf(Book.FindStep("nobody")!).ShouldBe(StepStatus.OutOfDate);
        Decide(builder).ShouldHaveSingleItem().StepId.ShouldBe("nobody");
    }

    // It was looked at before the removal, and need not be true after it.
    [Fact]
    public void PreflightOfACleanUp_OnceThatWasDone_IsNotAskedForAgain()
    {
        var builder = Story.Of(Book, "approve:change +switch +answers +nobody approve:clean +stop +remove +back");
        builder.As(RunBuilder.Op).StatusOf(Book.FindStep("nobody")!).ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public void CheckOfACleanUp_AboveWhatThatTakesAway_LooksBeforeIt()
    {
        var book = Story.Book(Gates.Replace("smoke", "answers", StringComparison.Ordinal), """
            mutating switch
            smoke answers
            smoke unused gate=clean
            destructive stop
            """);

        Story.Of(book, "").As(RunBuilder.Op).Decide(book.FindStep("unused")!).Reasons.ShouldHaveSingleItem().StepId.ShouldBe("switch");
        Story.Of(book, "approve:change +switch +answers").Next().StepId.ShouldBe("unused");
        Story.Of(book, "approve:change +switch +answers +unused approve:clean +stop").Next()
            .ShouldBe(new NextAction.Close(RunResult.Completed));
    }

    [Fact]
    public void Unknown_AfterAnotherChange_IsSettledByWhatAPersonKnows()
    {
        var builder = Story.Of(Book, "approve:change ?switch");
        builder.Next().ShouldBeOfType<NextAction.Run>().Settles!.Id.ShouldBe("switch");

        builder.Play("+back").Next().ShouldBeOfType<NextAction.Settle>().Step.Id.ShouldBe("switch");
        builder.As(RunBuilder.Op).DecideApproval(Book.FindGate("change")!).Reasons.Single(r => r.Code == LockCode.UnknownOutcome).Remedy
            .ShouldBe("Resolve the outcome.");
    }

    [Fact]
    public void Check_ThatNobodySawEnd_IsRunAgainAndAsksForNoVerdict()
    {
        var builder = Story.Of(Book, "approve:change +switch ?answers");

        builder.Next().Words.ShouldBe("“answers” was interrupted: review it, then run it again or roll back");
        builder.State.Unsettled(Book).ShouldBeEmpty();
    }

    [Fact]
    public void Item_WhileAChangeRuns_IsLockedAndFromThatTimeOnCountsOnlyAfterItsEnd()
    {
        var book = Story.Book(Gates, """
            mutating switch
            manual users
            smoke answers
            destructive stop
            """);
        var builder = Story.Of(book, "approve:change");
        builder.Begin("switch");

        var users = book.FindStep("users")!;
        builder.As(RunBuilder.Op).Decide(users).Reasons.ShouldHaveSingleItem().Code.ShouldBe(LockCode.Busy);
        // As an earlier version let it be.
        builder.Confirm("users").As(RunBuilder.Op).StatusOf(users).ShouldBe(StepStatus.OutOfDate);
        builder.End().As(RunBuilder.Op).StatusOf(users).ShouldBe(StepStatus.OutOfDate);
        builder.Play("confirm:users").As(RunBuilder.Op).StatusOf(users).ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public void Check_ThatALaterChangeNames_IsAskedForAgainAfterIt()
    {
        var book = Story.Book("""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating
            """, """
            mutating a gate=ga verify=health
            smoke health
            mutating b gate=gb verify=health
            """);

        Story.Of(book, "approve:ga +a +health approve:gb +b").Next().StepId.ShouldBe("health");
    }

    [Fact]
    public void Next_ChangeThatWaitsForAnother_IsNotSkippedToWhatLooksAtIt()
    {
        var book = RunbookParser.Parse("four.md", """
            ---
            gates:
              - {id: change, phrase: change-approved, unlocks: mutating, four-eyes: required}
            ---
            ```sh {#switch .mutating}
            true
            ```
            - [ ] The users are told {#told}
            """);
        var builder = new RunBuilder(book).Approve(book.FindGate("change")!);

        builder.Next().ShouldBeOfType<NextAction.Wait>().Reason.Code.ShouldBe(LockCode.FourEyes);
    }

    [Fact]
    public void PreflightOfACleanUp_AfterTheChange_IsNotAskedForAgainWhenACheckRuns() =>
        Decide(Story.Of(Book, "approve:change +switch +nobody +answers")).ShouldBeEmpty();

    [Fact]
    public void Check_AboveAllChanges_TellsOfAllOfThem()
    {
        var book = Story.Book(Gates, "smoke answers\nmutating switch\nmutating restart\ndestructive stop");
        var answers = book.FindStep("answers")!;

        Story.Of(book, "approve:change +switch +answers").As(RunBuilder.Op).StatusOf(answers).ShouldBe(StepStatus.Passed);
        Story.Of(book, "approve:change +switch +answers +restart").As(RunBuilder.Op).StatusOf(answers).ShouldBe(StepStatus.OutOfDate);
    }

    [Fact]
    public void Check_BetweenTwoChanges_TellsOfTheOneAboveIt()
    {
        var book = Story.Book(Gates, "mutating switch\nsmoke answers\nmutating restart\ndestructive stop");

        Story.Of(book, "approve:change +switch +answers +restart").As(RunBuilder.Op).StatusOf(book.FindStep("answers")!)
            .ShouldBe(StepStatus.Passed);
    }

    [Fact]
    public void Gate_ThatTakesNothingAway_GoesOnThoughWhatItComesAfterFailsSince()
    {
        var book = Story.Book("""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating, after: [a-ok]
            """, "mutating a gate=ga\nsmoke a-ok gate=ga\nmutating b1 gate=gb\nmutating b2 gate=gb");

        Story.Of(book, "approve:ga +a +a-ok approve:gb +b1 -a-ok +b2");
    }

    [Fact]
    public void CleanUp_AfterARollbackAndACheck_WaitsForBoth()
    {
        var book = Story.Book("""
            id: change, phrase: change-approved, unlocks: mutating
            id: clean, phrase: clean-approved, unlocks: destructive, after: [back, old]
            """, "mutating switch\nrollback back gate=change\nsmoke old gate=change\ndestructive remove");

        Decide(Story.Of(book, "approve:change +switch +back")).Select(r => r.StepId).ShouldContain("old");
    }

    private static IEnumerable<LockReason> Decide(RunBuilder builder) =>
        builder.As(RunBuilder.Op).DecideApproval(builder.Book.FindGate("clean")!).Reasons;
}
