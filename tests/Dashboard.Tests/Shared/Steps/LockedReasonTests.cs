using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Tests.Shared.Steps;

/// <summary>Whatever is locked says why, what would unlock it, and which step to go to for that, in the words that people read.</summary>
public sealed class LockedReasonTests
{
    private const string Gates = """
        id: change, phrase: change-approved, unlocks: mutating, fresh: 30m, valid: 60m
        id: clean, phrase: clean-approved, unlocks: destructive, fresh: 30m, after: [answers, told]
        """;

    private static readonly Runbook Book = Story.Book(Gates, """
        ## Before
        preflight key
        ## Change
        mutating switch
        mutating restart
        ## After
        smoke answers
        manual told
        ## Back
        rollback back
        manual say-so
        ## End
        preflight unused gate=clean
        destructive stop
        destructive remove
        """);

    private const string Changed = "+key approve:change +switch +restart ";
    private const string Cleaning = Changed + "+answers confirm:told +unused approve:clean +stop ";

    [Fact]
    public void Run_ThatIsClosed_AsksForAnotherOne()
    {
        var builder = Story.Of(Book, Changed).Add(RunBuilder.Op, new RunClosed { Result = RunResult.Abandoned, Reason = "late" });

        Step(builder, "key").ShouldBe([("The run is closed.", "Open a new run.", null)]);
        Gate(builder, "change").ShouldContain(("The run is closed.", "Open a new run.", null));
    }

    [Fact]
    public void Runbook_WithErrors_AsksForTheirRepair()
    {
        var builder = new RunBuilder(Book with { Diagnostics = [new("RB103", DiagnosticSeverity.Error, 1, 1, "m", "r")] });

        Step(builder, "key")
            .ShouldBe([("The runbook has errors.", "Fix the errors listed on the runbook page, then open a new run.", null)]);
    }

    [Fact]
    public void Reviewer_MayNeitherRunNorApprove()
    {
        var builder = Story.Of(Book, "+key");

        Told(GatePolicy.Decide(Book, builder.State, Book.FindStep("key")!, RunBuilder.Reviewer, builder.Now))
            .ShouldBe([("Only an operator runs steps.", "Ask a lead for the operator role.", null)]);
        Told(GatePolicy.DecideApproval(Book, builder.State, Book.FindGate("change")!, RunBuilder.Reviewer, builder.Now))
            .ShouldBe([("Only an operator or a lead approves a gate.", "Ask a lead for the operator role.", null)]);
        GatePolicy.DecideApproval(Book, builder.State, Book.FindGate("change")!, RunBuilder.Lead, builder.Now).IsUnlocked.ShouldBeTrue();
        GatePolicy.Decide(Book, builder.State, Book.FindStep("key")!, RunBuilder.Lead, builder.Now).IsUnlocked
            .ShouldBeFalse("a lead runs nothing");
    }

    [Fact]
    public void Change_WithoutAGate_AsksForOne()
    {
        (string, string, string?)[] told =
            [("No gate covers the mutating step “switch”.", "Give the runbook a gate that unlocks it.", null)];

        Step(new RunBuilder(Book with { Gates = [Book.Gates[1]] }), "switch").ShouldBe(told);
        Step(new RunBuilder(Book with { Gates = [Book.Gates[0] with { Unlocks = StepKind.Destructive }, Book.Gates[1]] }), "switch")
            .ShouldBe(told);
    }

    [Fact]
    public void Change_WithNothingDone_SaysWhatToDoAndWhere() => Step(new RunBuilder(Book), "restart").ShouldBe(
    [
        ("The gate “change” is not approved.", "Approve “change”.", null), ("Preflight “key” has not run.", "Run “key”.", "key"),
        ("“switch” comes first and has not passed.", "Run “switch”.", "switch"),
    ]);

    [Fact]
    public void Gate_ThatIsApproved_IsNotApprovedTwice() => Gate(Story.Of(Book, "+key approve:change"), "change")
        .ShouldBe([("The gate “change” is approved by olga.", "Run the steps it unlocks, or void the approval.", null)]);

    [Fact]
    public void Gate_OfWhichAllIsDone_CanBeApprovedAnew() => Gate(Story.Of(Book, Changed), "change").ShouldBeEmpty();

    [Theory]
    [InlineData(Outcome.Failed, "failed")]
    [InlineData(Outcome.TimedOut, "timed out")]
    [InlineData(Outcome.Cancelled, "was cancelled")]
    [InlineData(Outcome.Unknown, "has an unknown outcome")]
    public void Preflight_ThatHasNotPassed_SaysHowItEnded(Outcome outcome, string words) =>
        Gate(new RunBuilder(Book).Run("key", outcome), "change").ShouldBe([($"Preflight “key” {words}.", "Run “key”.", "key")]);

    [Fact]
    public void Preflight_ThatRuns_SaysSo() =>
        Gate(new RunBuilder(Book).Begin("key"), "change").ShouldBe([("Preflight “key” is still running.", "Run “key”.", "key")]);

    [Fact]
    public void Evidence_ThatIsTooOld_SaysHowOld()
    {
        Gate(Story.Of(Book, "+key").After(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(10)), "change")
            .ShouldBeEmpty("as old as the gate allows is not too old");
        Gate(Story.Of(Book, "+key").After(TimeSpan.FromMinutes(31)), "change")
            .ShouldBe([("Preflight “key” passed 31 min ago; the gate accepts evidence up to 30 min old.", "Run “key” again.", "key")]);
        Gate(Story.Of(Book, Changed + "+answers confirm:told").After(TimeSpan.FromMinutes(31)).Play("+unused"), "clean")
            .ShouldBe([("“answers” passed 31 min ago; the gate accepts evidence up to 30 min old.", "Run “answers” again.", "answers")],
                "a confirmation has no age");
    }

    [Fact]
    public void Evidence_FromBeforeNobodyKnowsWhen_IsTooOld()
    {
        var builder = Story.Of(Book, "+key").Add(RunBuilder.Op, new ClockChanged { By = TimeSpan.Zero, AgeUnknown = true });

        Gate(builder, "change")
            .ShouldBe(
                [("Preflight “key” passed at an unknown time; the gate accepts evidence up to 30 min old.", "Run “key” again.", "key")]);
        Gate(builder.Play("+key"), "change").ShouldBeEmpty();
    }

    [Fact]
    public void Approval_FromBeforeNobodyKnowsWhen_MayHaveExpired()
    {
        var builder = Story.Of(Book, "+key approve:change")
            .Add(RunBuilder.Op, new ClockChanged { By = TimeSpan.Zero, AgeUnknown = true }).Play("+key");

        Step(builder, "switch").ShouldBe(
            [("The server's clock was behind the record, so it is unknown whether the approval of “change” has expired.",
                "Approve “change”.", null)]);
    }

    [Fact]
    public void FreshFor_APassedPreflight_IsWhatTheStrictestGateLeavesOfIt()
    {
        var (key, answers) = (Book.FindStep("key")!, Book.FindStep("answers")!);
        var builder = Story.Of(Book, Changed + "+answers");
        var (run, passed) = (builder.State, builder.State.LatestAttempt("key")!);
        TimeSpan? Left(TimeSpan after) => GatePolicy.FreshFor(Book, run, key, passed, passed.EndedAt!.Value + after);

        Left(TimeSpan.FromMinutes(12)).ShouldBe(TimeSpan.FromMinutes(18));
        Left(TimeSpan.FromMinutes(30)).ShouldBe(TimeSpan.Zero);
        Left(TimeSpan.FromMinutes(32)).ShouldBe(TimeSpan.FromMinutes(-2));
        GatePolicy.FreshFor(Book, run, answers, run.LatestAttempt("answers")!, builder.Now).ShouldBeNull("no gate asks for its age");
        var strict = Book with { Gates = [Book.Gates[0], Book.Gates[0] with { Id = "other", Fresh = TimeSpan.FromMinutes(5) }] };
        GatePolicy.FreshFor(strict, run, key, passed, passed.EndedAt!.Value).ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void FreshFor_FromBeforeNobodyKnowsWhen_IsNoTime()
    {
        var builder = Story.Of(Book, "+key").Add(RunBuilder.Op, new ClockChanged { By = TimeSpan.Zero, AgeUnknown = true });

        GatePolicy.FreshFor(Book, builder.State, Book.FindStep("key")!, builder.State.LatestAttempt("key")!, builder.Now)
            .ShouldBe(TimeSpan.MinValue);
    }

    [Fact]
    public void Change_OfUnknownOutcome_AsksForAVerdict() =>
        Gate(new RunBuilder(Book).Run("key").Approve(Book.Gates[0]).Begin("switch").Interrupt(), "change")
        .ShouldContain(("Attempt 1 of “switch” has an unknown outcome.", "Resolve the outcome.", "switch"));

    [Fact]
    public void Unknown_OfAnotherGate_LocksOnlyWhatTakesAway()
    {
        var book = Story.Book("""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating
            id: gc, phrase: c-approved, unlocks: destructive
            """, "mutating a gate=ga\nmutating b gate=gb\ndestructive c gate=gc");
        var builder = Story.Of(book, "approve:ga ?a");

        Gate(builder, "gb").ShouldBeEmpty();
        Gate(builder, "gc").ShouldBe([("Attempt 1 of “a” has an unknown outcome.", "Resolve the outcome.", "a")]);
    }

    [Fact]
    public void Smoke_BeforeTheChange_AsksForIt()
    {
        Step(new RunBuilder(Book), "answers")
            .ShouldBe([("Smoke checks the change, and no mutating step has run.", "Run “switch” first.", "switch")]);
        Step(Story.Of(Book, "+key approve:change").Begin("switch"), "answers")
            .ShouldHaveSingleItem("a change that still runs is not there to be looked at");
        Step(Story.Of(Book, "+key approve:change -switch"), "answers").ShouldBeEmpty("one of the changes was tried");
    }

    [Fact]
    public void Rollback_BeforeAnyChange_SaysWhenItUnlocks()
    {
        var builder = new RunBuilder(Book);

        Step(builder, "back")
            .ShouldBe([("There is nothing to roll back: no mutating step of its gate was attempted.", "It unlocks once one has been.",
                null)]);
        Step(builder, "say-so")
            .ShouldBe([("It belongs to the rollback, and nothing has been changed yet.", "It unlocks once a mutating step was attempted.",
                null)]);
        Step(Story.Of(Book, "+key approve:change -switch"), "say-so").ShouldBeEmpty();
    }

    [Fact]
    public void Item_WhileAChangeRuns_WaitsForIt() =>
        Step(Story.Of(Book, "+key approve:change -switch").Begin("restart"), "say-so")
            .ShouldBe([("“restart” is still running.", "Wait for it to finish.", "restart")]);

    [Fact]
    public void Item_AfterSectionsThatAreOpen_SaysWhatIsOpenInThem()
    {
        Step(Story.Of(Book, "+key approve:change +switch"), "told")
            .ShouldBe([("“restart” in “Change” has not run.", "Run “restart”.", "restart")]);
        Step(Story.Of(Book, Changed + "+back"), "told").ShouldBe(
        [
            ("“key” in “Before” was rolled back, or predates the latest change.", "Run “key”.", "key"),
            ("“switch” in “Change” was rolled back, or predates the latest change.", "Run “switch”.", "switch"),
            ("“restart” in “Change” was rolled back, or predates the latest change.", "Run “restart”.", "restart"),
        ]);
    }

    [Fact]
    public void Gate_ThatComesAfterOthers_SaysWhatOfThemIsMissing()
    {
        Gate(Story.Of(Book, Changed + "+unused"), "clean")
            .ShouldBe(
                [("“answers” has not run.", "Run “answers”.", "answers"), ("“Item told” has not run.", "Confirm “Item told”.", "told")]);
        Gate(Story.Of(Book, Changed + "+answers confirm:told +unused +key approve:change +restart"), "clean").ShouldBe(
        [
            ("Preflight “unused” passed before the latest change to the host.", "Run “unused” again.", "unused"),
            ("“answers” passed before the latest change to the host.", "Run “answers” again.", "answers"),
            ("“Item told” passed before the latest change to the host.", "Confirm “Item told” again.", "told"),
        ]);
    }

    [Fact]
    public void Gate_ThatComesAfterAChange_AsksForThatAgainWhenItWasRolledBack()
    {
        var book = Story.Book("""
            id: ga, phrase: a-approved, unlocks: mutating
            id: gb, phrase: b-approved, unlocks: mutating, after: [a]
            """, "mutating a gate=ga\nrollback a-back gate=ga\nmutating b gate=gb");

        Gate(Story.Of(book, "approve:ga +a"), "gb").ShouldBeEmpty();
        Gate(Story.Of(book, "approve:ga +a +a-back"), "gb").ShouldBe([("“a” was rolled back.", "Run “a”.", "a")]);
    }

    [Fact]
    public void CleanUp_InProgress_SaysWhatHasFallenSince()
    {
        Step(Story.Of(Book, Cleaning), "remove").ShouldBeEmpty();
        Step(Story.Of(Book, Cleaning + "-answers"), "remove")
            .ShouldBe([("“answers” failed, and “clean” comes after it.", "Run “answers” again, or close the run.", "answers")]);
        Step(Story.Of(Book, Cleaning + "+back"), "remove").ShouldBe(
        [
            ("“switch” was rolled back, and “clean” comes after it.", "Run “switch” again, or close the run.", "switch"),
        ]);
        Step(Story.Of(Book, Cleaning).After(TimeSpan.FromHours(3)), "remove")
            .ShouldBeEmpty("neither the preflight's age nor the check's locks what has begun");
    }

    [Fact]
    public void CleanUp_AfterAChangeThatFailed_AsksForThatAndItsCheck()
    {
        var change = Gate(Story.Of(Book, Changed + "approve:change -restart +answers +unused"), "clean");

        change.ShouldContain(("“answers” passed, but “restart” failed.", "Run “restart” again, and then “answers”.", "restart"));
    }

    [Fact]
    public void FourEyes_ForTheApprover_AskForAnotherPerson()
    {
        var book = Book with { Gates = [Book.Gates[0] with { FourEyes = FourEyes.Required }, Book.Gates[1]] };
        var builder = new RunBuilder(book).Run("key").Approve(book.Gates[0]);
        var other = new Person(new("u9", "anna"), [Role.Operator]);

        Step(builder, "switch").ShouldBe(
            [("“change” requires two people, and you approved it yourself.", "Let someone else run the step, or let someone else approve.",
                null)]);
        Told(GatePolicy.Decide(book, builder.State, book.FindStep("switch")!, other, builder.Now)).ShouldBeEmpty();
        var tied = other with { Tied = [RunBuilder.Op.Actor.Id] };
        Told(GatePolicy.Decide(book, builder.State, book.FindStep("switch")!, tied, builder.Now)).Single().Message.ShouldBe(
            "“change” requires two people, and olga approved it, and one of you invited the other, so you count as one person here.");
    }

    [Fact]
    public void FourEyes_ThatArePreferred_TakeAReasonInstead()
    {
        var book = Book with { Gates = [Book.Gates[0] with { FourEyes = FourEyes.Preferred }, Book.Gates[1]] };

        Step(new RunBuilder(book).Run("key").Approve(book.Gates[0], reason: " "), "switch").ShouldBe(
            [("“change” prefers two people, and you approved it yourself, without a reason.",
                "Approve again with a reason, or let someone else run the step.", null)]);
        Step(new RunBuilder(book).Run("key").Approve(book.Gates[0], reason: "alone tonight"), "switch").ShouldBeEmpty();
    }

    [Fact]
    public void Approval_IsInUse_UntilAllThatItUnlocksWasTriedUnderIt()
    {
        bool InUse(string story) => Story.Of(Book, story) is var builder
            && GatePolicy.IsInUse(Book, builder.State, builder.State.Approvals[0], builder.Now);

        InUse("+key approve:change").ShouldBeTrue();
        InUse("+key approve:change +switch").ShouldBeTrue();
        InUse(Changed).ShouldBeFalse();
        InUse("+key approve:change +switch +back").ShouldBeFalse();
        InUse("+key approve:change -switch approve:change").ShouldBeFalse("another one took its place");
    }

    [Fact]
    public void Approval_RestsOnWhatItsGateAsksFor() =>
        GatePolicy.RestsOn(Book, Story.Of(Book, Changed + "+answers confirm:told +unused").State, Book.Gates[1]).Select(a => a.StepId)
            .ShouldBe(["unused", "answers"]);

    [Fact]
    public void Smoke_WhereNothingIsChanged_IsOpen()
    {
        var book = Book with { Steps = [.. Book.Steps.Where(s => s.Kind == StepKind.Smoke)] };

        Step(new RunBuilder(book), "answers").ShouldBeEmpty();
    }

    private static (string Message, string Remedy, string? StepId)[] Step(RunBuilder builder, string id) =>
        Told(GatePolicy.Decide(builder.Book, builder.State, builder.Book.FindStep(id)!, RunBuilder.Op, builder.Now));

    private static (string Message, string Remedy, string? StepId)[] Gate(RunBuilder builder, string id) =>
        Told(GatePolicy.DecideApproval(builder.Book, builder.State, builder.Book.FindGate(id)!, RunBuilder.Op, builder.Now));

    private static (string Message, string Remedy, string? StepId)[] Told(GateDecision decision) =>
        [.. decision.Reasons.Select(r => (r.Message, r.Remedy, r.StepId))];
}
