using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Testing;
using Dashboard.Tests.Doubles;

namespace Dashboard.Tests.Shared.Steps;

/// <summary>What comes next on the way back, and when a rollback is at its end.</summary>
public sealed class NextActionOfRollbacksTests
{
    private const string Change = "id: change, phrase: change-approved, unlocks: mutating";

    // cases/stages.md: the second was never touched.
    [Fact]
    public void Stages_OfWhichOneWasRun_OweTheRollbackOfThatOneAlone()
    {
        var builder = Story.Of(Stages(), "approve:change +one -one-ok +one-back");

        builder.Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
        ClosingWarnings.Of(builder.Book, builder.State, RunResult.RolledBack).ShouldBeEmpty();
    }

    [Fact]
    public void Stages_BothRun_OweBothRollbacks()
    {
        var builder = Story.Of(Stages(), "approve:change +one +one-ok +two +two-back");

        builder.Next().StepId.ShouldBe("one-back");
        ClosingWarnings.Of(builder.Book, builder.State, RunResult.RolledBack).ShouldHaveSingleItem();
        builder.Play("+one-back").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
    }

    [Fact]
    public void Stages_OneMadeAnewAndTakenBackAnew_OwesNotTheOther()
    {
        var builder = Story.Of(Stages(), "approve:change +one +one-ok +two +two-back +one-back approve:change +one -one-ok +one-back");

        builder.Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
    }

    [Fact]
    public void RollbacksInASectionOfTheirOwn_AreAllOwedAsSoonAsAnythingWasChanged()
    {
        var book = Story.Book(Change, """
            mutating one
            mutating two
            ## Back
            rollback two-back
            rollback one-back
            """);

        Story.Of(book, "approve:change +one +two-back").Next().StepId.ShouldBe("one-back");
    }

    // To remove what was left half-done asks for an approval, and for the rollback first.
    [Fact]
    public void CleanUpAfterARollback_BelongsToTheRollback()
    {
        var book = Discarding();

        Story.Of(book, "approve:change +switch +answers").Next().ShouldBe(new NextAction.Close(RunResult.Completed));
        var builder = Story.Of(book, "approve:change +switch +answers +back +answers");
        builder.Next().ShouldBeOfType<NextAction.Approve>().Gate.Id.ShouldBe("discard");
        builder.Play("approve:discard +remove").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
        ClosingWarnings.Of(book, builder.State, RunResult.RolledBack).ShouldBeEmpty();
    }

    [Fact]
    public void CleanUpAfterARollback_IsLockedWhileTheChangeStands()
    {
        var builder = Story.Of(Discarding(), "approve:change +switch");
        Decide(builder, "discard").ShouldHaveSingleItem().StepId.ShouldBe("back");

        // Made anew: what the first removal was approved for counts no more.
        builder = Story.Of(Discarding(), "approve:change +switch +answers +back +answers approve:discard +remove approve:change +switch");
        Decide(builder, "discard").ShouldHaveSingleItem().StepId.ShouldBe("back");
        builder.As(RunBuilder.Op).Decide(builder.Book.FindStep("remove")!).IsUnlocked.ShouldBeFalse();
        builder.Play("+answers +back +answers approve:discard +remove").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
    }

    // Another way, or the real thing after a rehearsal: that is a change like any other.
    [Fact]
    public void ChangeAfterARollback_IsOnTheWayOn()
    {
        var book = Story.Book("""
            id: first, phrase: first-approved, unlocks: mutating
            id: second, phrase: second-approved, unlocks: mutating, after: [r]
            """, """
            mutating a gate=first
            rollback r
            mutating b gate=second
            smoke s gate=second
            """);

        Story.Of(book, "approve:first -a +r approve:second +b").Next().StepId.ShouldBe("s");
        ClosingWarnings.Of(book, Story.Of(book, "approve:first -a +r approve:second +b").State, RunResult.RolledBack).ShouldNotBeEmpty();
    }

    // It is there to be pressed as soon as its gate has changed something.
    [Fact]
    public void RollbackThatFailed_IsFollowedToItsEndThoughItHadNothingToTakeBack()
    {
        var book = Story.Book(Change, """
            mutating a
            rollback a-back
            mutating b
            rollback all-back verify=old
            smoke old
            """);

        Story.Of(book, "approve:change -a -all-back +a-back").Next().StepId.ShouldBe("all-back");
        Story.Of(book, "approve:change -a +all-back +a-back").Next().StepId.ShouldBe("old");
        Story.Of(book, "approve:change -a +a-back").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
    }

    [Theory]
    [InlineData("[rollback]")]
    [InlineData("[ra, rb]")]
    public void CleanUpAfterSeveralRollbacks_WaitsForThoseThatHaveSomethingToTakeBack(string after)
    {
        var book = Story.Book($"""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating
            id: discard, phrase: discard-approved, unlocks: destructive, after: {after}
            """, """
            mutating a gate=ga
            rollback ra gate=ga
            mutating b gate=gb
            rollback rb gate=gb
            preflight unused gate=discard
            destructive remove verify=gone
            smoke gone
            """);

        var builder = Story.Of(book, "approve:ga +a +ra");
        builder.Next().StepId.ShouldBe("unused");
        builder.Play("+unused approve:discard +remove").Next().StepId.ShouldBe("gone");
        builder.Play("+gone").Next().ShouldBe(new NextAction.Close(RunResult.RolledBack));
        Story.Of(book, "approve:ga +a approve:gb +b").Next().ShouldBe(new NextAction.Close(RunResult.Completed));
        Story.Of(book, "approve:ga +a approve:gb +b +ra").As(RunBuilder.Op).DecideApproval(book.FindGate("discard")!).Reasons
            .ShouldNotBeEmpty();
    }

    [Fact]
    public void ItemAboveTheCheckOfASectionOfRollbacks_StaysOnTheRollback()
    {
        var book = Story.Book(Change, """
            ## Change
            mutating switch
            ## Back
            manual tell
            smoke look
            rollback back
            """);

        Story.Of(book, "approve:change +switch").Next().StepId.ShouldBe("look");
        Story.Of(book, "approve:change +switch +look").Next().ShouldBe(new NextAction.Close(RunResult.Completed));
        Story.Of(book, "approve:change -switch confirm:tell +back");
    }

    [Fact]
    public void SectionThatBeginsWithACheck_IsAskedForOnTheWayOn()
    {
        var book = Story.Book(Change, """
            ## Change
            mutating switch
            ## Check it, or go back
            smoke signin
            manual desk
            rollback back
            manual told
            """);

        Story.Of(book, "approve:change +switch").Next().StepId.ShouldBe("signin");
        Story.Of(book, "approve:change +switch +signin").Next().StepId.ShouldBe("desk");
        Story.Of(book, "approve:change +switch +signin confirm:desk").Next().ShouldBe(new NextAction.Close(RunResult.Completed));
        Story.Of(book, "approve:change +switch +signin +back").Next().StepId.ShouldBe("told");
    }

    [Fact]
    public void SectionOfTwoGates_ChecksOfTheOtherGate_AreNotAskedFor()
    {
        var book = Story.Book("""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating
            """, """
            mutating a gate=ga
            mutating b gate=gb
            smoke works
            ## Rollback
            rollback a-back gate=ga
            smoke a-old gate=ga
            rollback b-back gate=gb
            """);

        Story.Of(book, "approve:ga +a approve:gb +b +works +b-back").Next().StepId.ShouldNotBe("a-old");
    }

    private static IEnumerable<LockReason> Decide(RunBuilder builder, string gate) =>
        builder.As(RunBuilder.Op).DecideApproval(builder.Book.FindGate(gate)!).Reasons;

    private static Runbook Stages() => Story.Book(Change, """
        ## First
        mutating one verify=one-ok
        smoke one-ok
        rollback one-back
        ## Second
        mutating two verify=two-ok
        smoke two-ok
        rollback two-back
        """);

    private static Runbook Discarding() =>
        Story.Book(Change + "\nid: discard, phrase: discard-approved, unlocks: destructive, after: [back]", """
            ## Change
            mutating switch verify=answers
            smoke answers
            ## Back
            rollback back verify=answers
            destructive remove
            """);
}
