using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>What comes before what: by <c>after</c>, and by where it stands between two changes.</summary>
public sealed class StepOrderTests
{
    private const string Gate = "id: upgrade, phrase: upgrade-approved, unlocks: mutating";

    private static readonly Runbook Members = Story.Book(Gate, """
        ## First
        mutating one verify=one-healthy
        smoke one-healthy
        rollback one-back
        ## Second
        manual merged
        mutating two verify=two-healthy
        smoke two-healthy
        rollback two-back
        """);

    [Fact]
    public void Change_BehindAnotherOne_WaitsForItsCheckAndForWhatAPersonConfirms()
    {
        var builder = Story.Of(Members, "approve:upgrade +one");

        Waits(builder, "two").ShouldBe(["one-healthy", "merged"]);
        Waits(builder.Play("-one-healthy"), "two").ShouldBe(["one-healthy", "merged"]);
        Waits(builder.Play("+one-healthy"), "two").ShouldBe(["merged"]);
        Waits(builder.Play("confirm:merged"), "two").ShouldBeEmpty();
    }

    [Fact]
    public void Change_OfWhichTheFirstIsMadeAgain_WaitsForItsCheckAgain()
    {
        var builder = Story.Of(Members, "approve:upgrade +one +one-healthy confirm:merged -two +one-back approve:upgrade +one");

        Waits(builder, "two").ShouldBe(["one-healthy", "merged"]);
    }

    /// <summary>A check that stands below both changes tells of both.</summary>
    [Fact]
    public void Change_WhoseCheckStandsBelowTheNext_IsNotWaitedFor()
    {
        var book = Story.Book(Gate, """
            mutating one verify=works
            mutating two verify=works
            smoke works
            """);

        Waits(Story.Of(book, "approve:upgrade +one"), "two").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("smoke looked after=told", "told")]
    [InlineData("manual looked after=told", "told")]
    [InlineData("mutating looked after=told,room", "told room")]
    [InlineData("preflight looked after=told", "told")]
    public void After_OnAStep_NamesWhatMustHavePassed(string step, string waits)
    {
        var book = Story.Book(Gate, $"""
            preflight room
            manual told
            mutating one
            {step}
            """);

        string.Join(' ', StepOrder.Before(book, book.FindStep("looked")!).Select(s => s.Id)).ShouldBe(waits);
    }

    [Fact]
    public void After_AChangeThatWasRolledBack_WaitsAgain()
    {
        var book = Story.Book(Gate, """
            mutating one
            manual told
            smoke looked after=one
            rollback back
            """);
        var builder = Story.Of(book, "approve:upgrade +one");
        Waits(builder, "looked").ShouldBeEmpty();

        Waits(builder.Play("+back"), "looked").ShouldBe(["one"]);
    }

    [Theory]
    [InlineData("after=nothing", "`after` names the step `nothing`, which is not there.")]
    [InlineData("after=me", "`me` comes after itself.")]
    [InlineData("after=back", "`after` names `back`, a rollback")]
    [InlineData("after=late", "`me` can never be run: it comes after `late`")]
    public void After_ThatCannotBe_IsAnError(string attribute, string message)
    {
        var book = RunbookParser.Parse("book.md", $$"""
            ---
            gates:
              - {id: g, phrase: g-approved, unlocks: mutating}
            ---
            ```sh {#one .mutating}
            true
            ```
            ```sh {#me .smoke {{attribute}}}
            true
            ```
            ```sh {#late .smoke after=me}
            true
            ```
            ```sh {#back .rollback}
            true
            ```
            """);

        book.Diagnostics.Where(d => d.Severity == Dashboard.Core.Runbooks.Diagnostics.DiagnosticSeverity.Error).Select(d => d.Message)
            .ShouldContain(m => m.StartsWith(message, StringComparison.Ordinal));
    }

    [Fact]
    public void After_OnARollback_IsAnError() => RunbookParser.Parse("book.md", """
        ---
        gates:
          - {id: g, phrase: g-approved, unlocks: mutating}
        ---
        ```sh {#one .mutating}
        true
        ```
        ```sh {#back .rollback after=one}
        true
        ```
        """).Diagnostics.Single().Message.ShouldStartWith("`after` is not allowed here: a rollback is never kept waiting");

    private static string[] Waits(RunBuilder builder, string step) =>
        [.. GatePolicy.Decide(builder.Book, builder.State, builder.Book.FindStep(step)!, RunBuilder.Op, builder.Now).Reasons
            .Where(r => r.Code == LockCode.EarlierStep).Select(r => r.StepId!)];
}
