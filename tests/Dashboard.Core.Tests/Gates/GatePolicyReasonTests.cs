using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Gates;

/// <summary>One plain example for each reason, in the words that people read.</summary>
public sealed class GatePolicyReasonTests
{
    private static readonly Runbook Book = RunbookParser.Parse("x.md", """
        ---
        gates:
          - {id: cutover, title: The cutover, phrase: p1, unlocks: mutating, fresh: 30m, valid: 60m}
          - {id: cleanup, title: The clean-up, phrase: p2, unlocks: destructive, after: [looked, healthy], four-eyes: required}
        ---
        ## Before
        ### The key is private
        ```sh {#key .preflight}
        true
        ```
        ## Change
        ### Switch
        ```sh {#switch .mutating verify=healthy}
        true
        ```
        ### Restart
        ```sh {#restart .mutating}
        true
        ```
        ## After
        ### The service is healthy
        ```sh {#healthy .smoke}
        true
        ```
        - [ ] Somebody looked at the graphs {#looked}

        ## Back
        ### Switch back
        ```sh {#back .rollback}
        true
        ```
        - [ ] Tell the team that it was taken back {#told}

        ## End
        ### Delete the old one
        ```sh {#delete .destructive}
        true
        ```
        """);

    private readonly List<RecordedEvent> _events = [];
    private DateTimeOffset _now = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public GatePolicyReasonTests() => Add(new RunOpened
    {
        Slug = "x",
        Title = "x",
        RunbookDigest = "r1",
        Files = [],
        Target = "host",
        Mode = RunMode.Live,
        Inputs = ImmutableSortedDictionary<string, string>.Empty,
    });

    [Fact]
    public void Sample_IsFreeOfErrors() => Book.Diagnostics.ShouldBeEmpty();

    [Fact]
    public void Preflight_InAnOpenRun_IsUnlocked() => Why("key").ShouldBeEmpty();

    [Fact]
    public void AnyStep_InAClosedRun_IsLocked()
    {
        Add(new RunClosed { Result = RunResult.Abandoned, Reason = "" });

        Why("key").ShouldBe(["The run is closed."]);
    }

    [Fact]
    public void AnyStep_ForAReviewer_IsLocked() => Why("key", RandomStory.Rob).ShouldBe(["Only an operator runs steps."]);

    [Fact]
    public void AnyStep_OfARunbookWithErrors_IsLocked()
    {
        var broken = Book with { Diagnostics = [new("RB103", DiagnosticSeverity.Error, 1, 1, "m", "r")] };

        GatePolicy.Decide(broken, State(), broken.FindStep("key")!, RandomStory.Ann, _now).Reasons.Single().Code
            .ShouldBe(LockCode.RunbookErrors);
    }

    [Fact]
    public void Change_WithNothingDone_SaysEverythingThatIsMissing() =>
        Why("restart")
            .ShouldBe(["The gate “The cutover” is not approved.", "Preflight “The key is private” has not run.",
                "“Switch” comes first and has not passed."]);

    [Fact]
    public void Change_AfterAFailedPreflight_SaysSo()
    {
        Run("key", Outcome.Failed);
        Approve("cutover");

        Why("switch").ShouldBe(["Preflight “The key is private” failed."]);
    }

    [Fact]
    public void Change_WithAnOldPreflight_SaysHowOld()
    {
        Run("key");
        Approve("cutover");
        _now += TimeSpan.FromMinutes(40);

        Why("switch").ShouldBe(["Preflight “The key is private” passed 40 min ago; the gate accepts evidence up to 30 min old."]);
    }

    [Fact]
    public void Change_WithFreshPreflightAndApproval_IsUnlocked()
    {
        Run("key");
        Approve("cutover");

        Why("switch").ShouldBeEmpty();
    }

    [Fact]
    public void Change_UnderAnExpiredApproval_AsksForThePhraseAloneWhenInProgress()
    {
        Run("key");
        Approve("cutover");
        Run("switch");
        _now += TimeSpan.FromHours(2);

        var reason = Decide("restart").Reasons.Single();
        (reason.Code, reason.Remedy).ShouldBe(
            (LockCode.ApprovalExpired, "Approve “The cutover” again; it is in progress, so re-enter only the phrase."));
        Approval("cutover").ShouldBeEmpty();
    }

    [Fact]
    public void Change_UnderAVoidedApproval_SaysWhyItWasVoided()
    {
        Run("key");
        Add(new ApprovalVoided { ApprovalId = Approve("cutover"), Reason = "the overlay changed." });

        Why("switch").ShouldBe(["The approval of “The cutover” is void: the overlay changed."]);
    }

    [Fact]
    public void Change_UnderAnApprovalOfSomethingElse_SaysOfWhat()
    {
        Run("key");
        Approve("cutover", a => a with { RunbookDigest = "r0" });
        Why("switch").ShouldBe(["The approval was given for another revision of the runbook."]);
        Approve("cutover", a => a with { Target = "elsewhere" });
        Why("switch").ShouldBe(["The approval was given for the target elsewhere."]);
        Approve("cutover", a => a with { InputsDigest = "i" });
        Why("switch").ShouldBe(["The approval was given for other inputs."]);
        Approve("cutover", a => a with { Steps = [] });
        Why("switch").ShouldBe(["The approval does not cover “Switch” as it is now."]);
        Approval("cutover").ShouldBeEmpty("an approval that covers nothing does not stand in the way of a right one");
    }

    [Fact]
    public void Change_ThatWasTriedUnderItsApproval_NeedsAnother()
    {
        Run("key");
        Approve("cutover");
        Run("switch", Outcome.Failed);

        Why("switch").ShouldBe(["The approval covers one attempt of this step, which has been used."]);
        Approval("cutover").ShouldBeEmpty();
    }

    [Fact]
    public void Change_AfterARollback_NeedsApprovalAndPreflightAgain()
    {
        Run("key");
        Approve("cutover");
        Run("switch");
        Run("back");

        Why("switch")
            .ShouldBe(["The approval of “The cutover” was used by a rollback.",
                "Preflight “The key is private” passed before a rollback."]);
    }

    [Fact]
    public void Change_WithAnUnknownOutcomeBehindItsGate_WaitsForAVerdict()
    {
        Run("key");
        Approve("cutover");
        var attempt = Start("switch");
        Add(new StepInterrupted { AttemptId = attempt, Reason = "" });

        Decide("restart").Reasons.Select(r => r.Code).ShouldBe([LockCode.UnknownOutcome, LockCode.EarlierStep]);
        Decide("restart").Reasons[0].Remedy.ShouldBe("Run “The service is healthy”, then resolve the outcome.");
        Add(new VerdictGiven { AttemptId = attempt, Verdict = Outcome.Passed, Note = "" });
        Why("restart").ShouldBeEmpty();
    }

    [Fact]
    public void Approval_AfterARollbackOfUnknownOutcome_WaitsForAVerdict()
    {
        Run("key");
        Approve("cutover");
        Run("switch");
        Add(new StepInterrupted { AttemptId = Start("back"), Reason = "" });
        Run("key");

        Approval("cutover").ShouldBe([LockCode.UnknownOutcome]);
        Why("back").ShouldBeEmpty("the rollback stays open");
    }

    [Fact]
    public void Smoke_BeforeAnyChange_IsLocked() => Why("healthy").ShouldBe(["Smoke checks the change, and no mutating step has run."]);

    [Fact]
    public void Rollback_BeforeAnyChange_IsLocked() =>
        Why("back").ShouldBe(["There is nothing to roll back: no mutating step of its gate was attempted."]);

    [Fact]
    public void Manual_InALaterSection_WaitsForTheEarlierOnes() => Why("looked").ShouldBe(
    [
        "“The key is private” in “Before” has not run.", "“Switch” in “Change” has not run.", "“Restart” in “Change” has not run.",
    ]);

    [Fact]
    public void Manual_OfTheRollback_WaitsForAChange() =>
        Why("told").ShouldBe(["It belongs to the rollback, and nothing has been changed yet."]);

    [Fact]
    public void Destructive_BeforeWhatComesFirst_SaysWhat()
    {
        Approve("cleanup");
        Add(new ManualConfirmed { StepId = "healthy", StepDigest = "", Note = "" });

        Why("delete", RandomStory.Bob).ShouldBe(["“Somebody looked at the graphs” has not run.", "“The service is healthy” has not run."]);
    }

    [Fact]
    public void Destructive_AfterEverything_IsUnlockedForAnotherThanTheApproverOnly()
    {
        Run("key");
        Approve("cutover");
        Run("switch");
        Run("restart");
        Run("healthy");
        Add(new ManualConfirmed { StepId = "looked", StepDigest = "", Note = "" });
        Approve("cleanup");

        Why("delete", RandomStory.Bob).ShouldBeEmpty();
        Why("delete").ShouldBe(["“The clean-up” requires two people, and you approved it yourself."]);
        Run("switch");
        Why("delete", RandomStory.Bob)
            .ShouldBe(["“Somebody looked at the graphs” passed before the latest change to the host.",
                "“The service is healthy” passed before the latest change to the host."]);
    }

    [Fact]
    public void Preferred_FourEyesAloneWithoutAReason_AsksForOneAndAllowsIt()
    {
        var book = Book with { Gates = [Book.Gates[0] with { FourEyes = FourEyes.Preferred }, Book.Gates[1]] };
        Run("key");
        Approve("cutover");

        GatePolicy.Decide(book, State(), book.FindStep("switch")!, RandomStory.Ann, _now).Reasons.Single().Code
            .ShouldBe(LockCode.ReasonMissing);
        GatePolicy.DecideApproval(book, State(), book.Gates[0], RandomStory.Ann, _now).IsUnlocked.ShouldBeTrue();
        Approve("cutover", a => a with { Reason = "alone tonight" });
        GatePolicy.Decide(book, State(), book.FindStep("switch")!, RandomStory.Ann, _now).IsUnlocked.ShouldBeTrue();
    }

    [Fact]
    public void Approval_ThatStands_IsNotGivenTwice()
    {
        Run("key");
        Approve("cutover");

        Approval("cutover").ShouldBe([LockCode.AlreadyApproved]);
    }

    [Fact]
    public void Approval_ByAReviewer_IsRefused()
    {
        Run("key");

        GatePolicy.DecideApproval(Book, State(), Book.Gates[0], RandomStory.Rob, _now).Reasons.Single().Code.ShouldBe(LockCode.Role);
    }

    [Fact]
    public void Approval_OfSomeOfTheStepsAsTheyAre_LeavesTheGateToBeApproved()
    {
        Run("key");
        Approve("cutover", a => a with { Steps = [a.Steps[0], a.Steps[1] with { Digest = "as it was" }] });

        Why("switch").ShouldBeEmpty();
        Why("restart").ShouldBe(
            ["The approval does not cover “Restart” as it is now.", "“Switch” comes first and has not passed."]);
        Approval("cutover").ShouldBeEmpty();
    }

    [Fact]
    public void Change_ThatWasTriedAfterItsApproval_NeedsAnotherWhateverApprovalTheAttemptNames()
    {
        Run("key");
        Approve("cutover");
        Add(new StepStarted { AttemptId = "a", StepId = "switch", StepDigest = "", Number = 1, Target = "host", ApprovalId = "another" });
        Add(new StepInterrupted { AttemptId = "a", Reason = "" });

        Why("switch").ShouldContain("The approval covers one attempt of this step, which has been used.");
    }

    private GateDecision Decide(string step, Person? person = null) =>
        GatePolicy.Decide(Book, State(), Book.FindStep(step)!, person ?? RandomStory.Ann, _now);

    private string[] Why(string step, Person? person = null) => [.. Decide(step, person).Reasons.Select(r => r.Message)];

    private LockCode[] Approval(string gate) =>
        [.. GatePolicy.DecideApproval(Book, State(), Book.FindGate(gate)!, RandomStory.Ann, _now).Reasons.Select(r => r.Code)];

    private RunState State() => RunState.Fold("run", _events);

    private void Run(string step, Outcome outcome = Outcome.Passed) => Add(new StepFinished
    {
        AttemptId = Start(step),
        Outcome = outcome,
        Reason = "",
        Sandbox = "",
        Stdout = new(0, "", 0),
        Stderr = new(0, "", 0),
    });

    private string Start(string step)
    {
        var id = $"attempt-{_events.Count}";
        var found = Book.FindStep(step)!;
        var approval = _events.Select(e => e.Event).OfType<GateApproved>()
            .LastOrDefault(a => a.GateId == found.GateId && found.Kind.NeedsApproval());
        Add(new StepStarted
        {
            AttemptId = id,
            StepId = step,
            StepDigest = found.Digest,
            Number = 1,
            Target = "host",
            ApprovalId = approval?.ApprovalId,
        });
        return id;
    }

    private string Approve(string gate, Func<GateApproved, GateApproved>? change = null)
    {
        var approval = new GateApproved
        {
            ApprovalId = $"approval-{_events.Count}",
            GateId = gate,
            RunbookDigest = "r1",
            FolderDigest = "",
            Target = "host",
            InputsDigest = Digests.OfInputs(ImmutableSortedDictionary<string, string>.Empty),
            Steps = [.. Book.StepsBehind(gate).Select(s => new ApprovedStep(s.Id, s.Digest))],
            RestsOn = [],
            Reason = "",
            ExpiresAt = _now + Book.FindGate(gate)!.Valid,
        };
        Add(change is null ? approval : change(approval));
        return approval.ApprovalId;
    }

    private void Add(RunEvent what) => _events.Add(new(_events.Count + 1, _now, RandomStory.Ann.Actor, what));
}
