using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Gates;

/// <summary>Steps that are skipped, and steps that depend on a value.</summary>
public sealed class InPlayTests
{
    private const string Gate = "id: g, phrase: g-approved, unlocks: mutating";

    private static readonly Runbook Book = Story.Book(Gate, """
        ## Before
        preflight room
        preflight nice optional
        manual way choice=blue,green
        ## Change
        mutating to-blue when="way=blue"
        mutating to-green when="WAY=green"
        mutating warm optional
        smoke works
        rollback back
        """);

    [Fact]
    public void Skip_OfACheckOfAChange_WaitsForTheChange()
    {
        var book = Story.Book(Gate + "\nid: c, phrase: c-approved, unlocks: destructive, after: [works]", """
            mutating to-blue
            smoke works optional
            rollback back
            destructive drop gate=c
            """);
        var builder = Story.Of(book, "");
        GatePolicy.DecideSkip(book, builder.State, book.FindStep("works")!, RunBuilder.Op).Reasons.ShouldHaveSingleItem().Code
            .ShouldBe(LockCode.NothingChanged);
        builder.Approve(book.FindGate("g")!).Run("to-blue");
        GatePolicy.DecideSkip(book, builder.State, book.FindStep("works")!, RunBuilder.Op).IsUnlocked.ShouldBeTrue();
    }

    [Fact]
    public void Skip_OfAPreflight_FreesTheGateAndCountsAsNothingPassed()
    {
        var builder = Story.Of(Book, "+room choose:way=blue");
        Approvable(builder).ShouldBe(["nice"]);

        builder.Play("skip:nice");
        Approvable(builder).ShouldBeEmpty();
        Counted.OutcomeOf(Book, builder.State, Book.FindStep("nice")!).ShouldBeNull();
        InPlay.SkipOf(builder.State, Book.FindStep("nice")!).ShouldNotBeNull().Event.Reason.ShouldBe("not needed here");
    }

    [Fact]
    public void Skip_OfWhatIsRunAfterAll_StandsNoMore()
    {
        var builder = Story.Of(Book, "skip:nice -nice");

        InPlay.SkipOf(builder.State, Book.FindStep("nice")!).ShouldBeNull();
        Approvable(builder.Play("+room choose:way=blue")).ShouldBe(["nice"]);
    }

    /// <summary>An approval is given for what was chosen.</summary>
    [Fact]
    public void Gate_WhoseChangesDependOnAChoice_WaitsForIt() =>
        Approvable(Story.Of(Book, "+room +nice")).ShouldBe(["way"]);

    [Fact]
    public void Choice_DecidesWhichStepsThereAre()
    {
        var builder = Story.Of(Book, "+room +nice");
        Reason(builder, "to-blue").ShouldBe("It depends on “Item way”, and nobody has chosen yet.");

        builder.Play("choose:way=green approve:g");
        Reason(builder, "to-blue").ShouldBe("It is for WAY=blue, and here WAY is green.");
        Reason(builder, "to-green").ShouldBeNull();
        builder.Play("+to-green skip:warm +works");
        NextActionFinder.Of(Book, builder.State, RunBuilder.Op, builder.Now).ShouldBe(new NextAction.Close(RunResult.Completed));
        ClosingWarnings.Of(Book, builder.State, RunResult.Completed).ShouldBeEmpty();
    }

    /// <summary>It was given for other steps.</summary>
    [Fact]
    public void Choice_MadeAnewAfterAnApproval_MakesItCountNoMore()
    {
        var builder = Story.Of(Book, "+room +nice choose:way=green approve:g");
        GatePolicy.Current(Book, builder.State, Book.Gates[0], builder.Now).ShouldNotBeNull();

        builder.Play("choose:way=blue");
        GatePolicy.Current(Book, builder.State, Book.Gates[0], builder.Now).ShouldBeNull();
        Reason(builder, "to-blue").ShouldBe("The approval was given for other choices.");
    }

    [Theory]
    [InlineData("room", "The runbook does not say that this step is optional.")]
    [InlineData("nice", null)]
    [InlineData("warm", "“warm” has begun to change the host.")]
    public void Skip_IsForOptionalStepsThatHaveNotBegunToChangeAnything(string step, string? message)
    {
        var builder = Story.Of(Book, "+room -nice +nice choose:way=blue approve:g +to-blue -warm");
        if (step == "nice")
            builder.Play("-nice");

        GatePolicy.DecideSkip(Book, builder.State, Book.FindStep(step)!, RunBuilder.Op).Reasons.FirstOrDefault()?.Message.ShouldBe(message);
        GatePolicy.DecideSkip(Book, builder.State, Book.FindStep(step)!, RunBuilder.Reviewer).IsUnlocked.ShouldBeFalse();
    }

    /// <summary>What nobody has chosen yet, and what does not hold here, keeps nothing waiting but itself.</summary>
    [Fact]
    public void When_OfAnInput_HoldsFromTheBeginning()
    {
        var book = RunbookParser.Parse("book.md", """
            ---
            inputs:
              - {name: REGION, description: where, default: eu}
            ---
            ```sh {#here .preflight when="REGION=eu"}
            true
            ```
            ```sh {#there .preflight when="REGION!=eu"}
            true
            ```
            """);
        var run = new RunBuilder(book, inputs: new Dictionary<string, string> { ["REGION"] = "eu" });

        InPlay.Of(book, run.State).Steps.Select(s => s.Id).ShouldBe(["here"]);
        NextActionFinder.Of(book, run.Run("here").State, RunBuilder.Op, run.Now).ShouldBe(new NextAction.Close(RunResult.Completed));
    }

    [Theory]
    [InlineData("when=\"COLOUR=red\"", "The runbook has neither an input nor a choice COLOUR.")]
    [InlineData("when=\"way=red\"", "`way` does not let anybody choose `red`.")]
    [InlineData("when=\"late=one\"", "`me` depends on the choice `late`, which does not stand above it.")]
    [InlineData("when=way", "`when=\"way\"` is no condition.")]
    [InlineData("choice=a,b", "`choice` is not allowed here: a person chooses, in a task-list item.")]
    public void Words_ThatCannotBe_AreErrors(string attribute, string message) => Errors($$"""
        - [ ] Which way? {#way choice=blue,green}

        ```sh {#me .preflight {{attribute}}}
        true
        ```
        - [ ] Late {#late choice=one,two}
        """).ShouldBe([message]);

    [Theory]
    [InlineData("choice=blue", "`choice=blue` is nothing to choose from.")]
    [InlineData("choice=blue,blue", "`choice=blue,blue` is nothing to choose from.")]
    [InlineData("note=perhaps", "`note=perhaps` cannot stand here.")]
    [InlineData("retry=3", "`retry` is not allowed here: a task-list item is carried out by a person.")]
    public void Words_OfAnItemThatCannotBe_AreErrors(string attribute, string message) =>
        Errors($"- [ ] Which way? {{#way {attribute}}}\n").ShouldBe([message]);

    /// <summary>A choice becomes a variable of every step.</summary>
    [Fact]
    public void Choice_WithTheNameOfWhatStepsRelyOn_IsAnError() =>
        Errors("- [ ] Which? {#path choice=a,b}\n").ShouldBe(["The choice `path` would set PATH, which steps rely on."]);

    [Fact]
    public void Digest_OfAStepWithoutTheNewWords_IsWhatItWas() => Book.FindStep("room")!.Digest.ShouldBe(
        Story.Book(Gate, "preflight room\nmutating one").FindStep("room")!.Digest);

    private static string[] Errors(string text) =>
        [.. RunbookParser.Parse("book.md", text).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.Message)];

    private static string[] Approvable(RunBuilder builder) =>
        [.. GatePolicy.DecideApproval(Book, builder.State, Book.Gates[0], RunBuilder.Op, builder.Now).Reasons.Select(r => r.StepId!)];

    private static string? Reason(RunBuilder builder, string step) =>
        GatePolicy.Decide(builder.Book, builder.State, builder.Book.FindStep(step)!, RunBuilder.Op, builder.Now).Reasons
            .FirstOrDefault()?.Message;
}
