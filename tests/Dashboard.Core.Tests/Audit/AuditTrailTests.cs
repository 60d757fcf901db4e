using System.Collections.Immutable;
using Dashboard.Core.Audit;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Audit;

/// <summary>What an audit tells of a run, and what of it stands out.</summary>
public sealed class AuditTrailTests
{
    private static readonly AuditFlag Passwords = new("two-person rule by passwords alone");
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero);
    private static readonly Actor Ann = new("a", "Ann", "192.0.2.7"), Ben = new("b", "Ben");
    private static readonly Runbook Book = RunbookParser.Parse("book.md", """
        ---
        title: Book
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
            four-eyes: preferred
        ---

        ```bash {#check .preflight}
        true
        ```

        ```bash {#switch .mutating}
        true
        ```

        ```bash {#back .rollback}
        true
        ```
        """);

    private readonly List<RecordedEvent> _events = [];

    public AuditTrailTests() => Add(Ann, new RunOpened
    {
        Slug = "book",
        Title = "Book",
        RunbookDigest = "d1",
        Files = [],
        Target = "host",
        Mode = RunMode.Live,
        Inputs = ImmutableSortedDictionary<string, string>.Empty,
    });

    [Fact]
    public void Approval_RestedOnAndUsed_IsToldWithEverythingThatBelongsToIt()
    {
        Run("c1", "check", Ann, Outcome.Passed, sandbox: "confined, read-only");
        Add(Ben, Approved("p1", restsOn: ["c1"]), minutes: 5);
        Run("s1", "switch", Ann, Outcome.Passed, approval: "p1");

        var record = Only();
        (record.Approved, record.By, record.Phrase, record.Reason, record.Gate, record.Run, record.Target, record.Mode)
            .ShouldBe((true, "Ben", "change-approved", "tonight", "change", 7, "host", RunMode.Live));
        (record.Solo, record.RefusedBefore, record.Voided).ShouldBe((false, 0, null));
        record.RestedOn.ShouldHaveSingleItem()
            .ShouldBe(new("check", "check", "c1", Outcome.Passed, TimeSpan.FromMinutes(5), "confined, read-only"));
        record.Ran.ShouldHaveSingleItem().ShouldBe(new("switch", "switch", "s1", Outcome.Passed, "Ann", _events[4].At, _events[5].At));
        record.Flags.ShouldBe([Passwords]);
    }

    [Fact]
    public void Rollback_RunsUnderTheApprovalOfTheLatestChangeBeforeIt()
    {
        Add(Ben, Approved("p1"));
        Run("s1", "switch", Ann, Outcome.Failed, approval: "p1");
        Add(Ben, Approved("p2"));
        Run("b1", "back", Ann, Outcome.Passed);
        Add(Ben, Approved("p3"));
        Run("s2", "switch", Ann, Outcome.Passed, approval: "p3");
        Run("b2", "back", Ann, Outcome.Unknown);

        var records = AuditTrail.Of(7, Book, State(), Start);
        records.Select(r => string.Join(' ', r.Ran.Select(a => a.AttemptId + (a.IsRollback ? "!" : ""))))
            .ShouldBe(["s1 b1!", "", "s2 b2!"]);
        records[2].Flags.ShouldContain(new AuditFlag("outcome unknown", true));
    }

    [Fact]
    public void Change_WhoseUnknownOutcomeWasSettled_SaysAsWhatAndByWhom()
    {
        Add(Ben, Approved("p1"));
        Run("s1", "switch", Ann, Outcome.Unknown, approval: "p1");
        Add(Ben, new VerdictGiven { AttemptId = "s1", Verdict = Outcome.Failed, Note = "looked" });

        var step = Only().Ran.ShouldHaveSingleItem();
        (step.Outcome, step.SettledBy).ShouldBe((Outcome.Failed, "Ben"));
        Only().Flags.ShouldBe([new("unknown outcome resolved"), new("a change failed", true), Passwords]);
        AuditCsv.Of(Only()).ShouldContain("\"switch Unknown → Failed (Ben) by Ann\"");
    }

    [Fact]
    public void Approval_OfTheOneWhoRuns_IsSolo()
    {
        Add(Ann, Approved("p1"));
        Run("s1", "switch", Ann, Outcome.Passed, approval: "p1");
        Only().Solo.ShouldBe(true);
        Only().From.ShouldBe("192.0.2.7");
        Only().Flags.ShouldBe([new("solo", true)]);
    }

    [Fact]
    public void Refusals_AreRecordsOfTheirOwn_AndStandBesideTheApprovalThatFollowed()
    {
        Add(Ann, new ApprovalRefused { GateId = "change", Reason = "It differs at the first letter." });
        Add(Ann, new ApprovalRefused { GateId = "change", Reason = "It is empty." });
        Add(Ann, Approved("p1"));
        Add(Ann, Approved("p2"));
        var records = AuditTrail.Of(7, Book, State(), Start);
        records.Select(r => (r.Approved, r.RefusedBefore)).ShouldBe([(false, 0), (false, 0), (true, 2), (true, 0)]);
        records[0].Reason.ShouldBe("It differs at the first letter.");
        records[0].Phrase.ShouldBeEmpty();
        records[0].Flags.ShouldBe([new("rejected", true)]);
        records[2].Flags.ShouldContain(new AuditFlag("2 rejected approvals before", true));
    }

    [Theory]
    [InlineData(Outcome.Failed, "a change failed")]
    [InlineData(Outcome.TimedOut, "a change failed")]
    [InlineData(Outcome.Cancelled, "a change failed")]
    [InlineData(Outcome.Unknown, "outcome unknown")]
    public void Change_ThatDidNotEndWell_StandsOut(Outcome outcome, string flag)
    {
        Add(Ben, Approved("p1"));
        Run("s1", "switch", Ann, outcome, approval: "p1");
        Only().Flags.ShouldBe([new(flag, true), Passwords]);
    }

    [Fact]
    public void Approval_AfterAFailedCheckAndWithoutASandbox_StandsOut()
    {
        Run("c1", "check", Ann, Outcome.Failed);
        Run("c2", "check", Ann, Outcome.Passed, sandbox: "not confined: bubblewrap is not installed");
        Add(Ben, Approved("p1", restsOn: ["c2"]));
        Only().Flags.ShouldBe([new("after a failed check"), new("a check ran without the sandbox", true)]);
    }

    [Fact]
    public void Approval_ThatEndedUnused_SaysHow()
    {
        Add(Ben, Approved("p1"));
        Add(Ann, new ApprovalVoided { ApprovalId = "p1", Reason = "not tonight" }, minutes: 1);
        Only().Voided.ShouldBe(new("Ann", Start.AddMinutes(1), "not tonight"));
        Only().Flags.ShouldBe([new("voided")]);

        _events.RemoveAt(_events.Count - 1);
        AuditTrail.Of(7, Book, State(), Start.AddHours(2)).ShouldHaveSingleItem().Flags.ShouldBe([new("expired unused")]);
    }

    [Fact]
    public void Approval_OfWhatIsNoLongerInTheFolder_StandsOut()
    {
        Add(Ben, Approved("p1") with { FolderDigest = "another" });
        Only().Flags.ShouldBe([new("runbook changed in the folder")]);
    }

    private static GateApproved Approved(string id, ImmutableArray<string>? restsOn = null) => new()
    {
        ApprovalId = id,
        GateId = "change",
        RunbookDigest = "d1",
        FolderDigest = Digests.OfFiles([]),
        Target = "host",
        InputsDigest = "i",
        Steps = [new("switch", "s")],
        RestsOn = restsOn ?? [],
        Reason = "tonight",
        ExpiresAt = Start.AddHours(1),
        Phrase = "change-approved",
    };

    private void Run(string attempt, string step, Actor by, Outcome outcome, string? approval = null, string sandbox = "confined")
    {
        Add(by, new StepStarted
        {
            AttemptId = attempt,
            StepId = step,
            Number = 1,
            Target = "host",
            StepDigest = "s",
            ApprovalId = approval,
        });
        if (outcome == Outcome.Unknown)
            Add(Actor.System, new StepInterrupted { AttemptId = attempt, Reason = "gone" });
        else
            Add(by, new StepFinished
            {
                AttemptId = attempt,
                Outcome = outcome,
                Reason = "so",
                Stdout = new(0, "", 0),
                Stderr = new(0, "", 0),
                Sandbox = sandbox,
            });
    }

    private void Add(Actor by, RunEvent what, int minutes = 0) =>
        _events.Add(new(_events.Count + 1, (_events.Count == 0 ? Start : _events[^1].At).AddMinutes(minutes), by, what));

    private RunState State() => RunState.Fold("r", [.. _events]);

    private AuditRecord Only() => AuditTrail.Of(7, Book, State(), Start).ShouldHaveSingleItem();
}
