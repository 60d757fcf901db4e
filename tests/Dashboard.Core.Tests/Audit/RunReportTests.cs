using System.Collections.Immutable;
using Dashboard.Core.Audit;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Core.Tests.Audit;

/// <summary>A run as a document: what its reader learns, in which words.</summary>
public sealed class RunReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero);
    private static readonly Actor Ann = new("a", "Ann", "192.0.2.7");
    private static readonly Runbook Book = RunbookParser.Parse("book.md", """
        ---
        title: Book
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
        ---

        ## Before

        - [ ] Announced {#announced plan=1m}

        ## Checks

        ```bash {#check .preflight plan=2m}
        true
        ```

        ## Change

        ```bash {#switch .mutating plan=5m}
        true
        ```

        ## Back

        ```bash {#back .rollback}
        true
        ```
        """);

    private readonly List<RecordedEvent> _events = [];

    [Fact]
    public void Report_OfARunThatWentBack_BeginsWithWhatItsReaderMustKnow()
    {
        Open(RunMode.Live);
        Run("c1", "check", Outcome.Failed, 1);
        Run("c2", "check", Outcome.Passed, 2);
        Add(new ApprovalRefused { GateId = "change", Reason = "It differs at the first letter." }, 1);
        Add(Approved(), 0);
        Run("s1", "switch", Outcome.Passed, 3, "p1");
        Run("b1", "back", Outcome.Passed, 1);
        Add(new RunClosed { Result = RunResult.RolledBack, Reason = "too slow" }, 1);

        var text = Text();
        text.ShouldContain(
            "Ann carried out “Book” on `host`. The run was closed as **rolled back** after 9 min (planned: 8 min): too slow.");
        text.ShouldContain("4 attempts of 3 steps, **1 failed**. **Rollback steps run**: “Back”. 1 approval, **solo**, and 1 rejected "
            + "approval. 1 step of 4 was not run.");
        text.ShouldContain("| **“Checks” failed: so** |");
        text.ShouldContain("- attempt 1: **failed** (so), by Ann, 2026-01-31 21:01:00");
        text.ShouldContain("- **change** was rejected for Ann, 2026-01-31 21:04:00\n  - reason: It differs at the first letter\\.");
        text.ShouldContain("  - review: **solo**; **1 rejected approval before**; **after a failed check**");
        text.ShouldNotContain("192.0.2.7");
    }

    [Fact]
    public void Report_OfAnUnknownOutcomeThatWasSettled_SaysAsWhatAndByWhom()
    {
        Open(RunMode.Live);
        Add(Approved(), 0);
        Run("s1", "switch", Outcome.Unknown, 3, "p1");
        Add(new VerdictGiven { AttemptId = "s1", Verdict = Outcome.Failed, Note = "looked" }, 1);

        var text = Text();
        text.ShouldContain("1 attempt of 1 step, **1 unknown → failed**.");
        text.ShouldContain("  - steps run: `switch` unknown → failed \\(Ann\\) (Ann)");
        text.ShouldContain("- attempt 1: **unknown → failed \\(Ann\\)** (so), by Ann");
    }

    [Fact]
    public void Timeline_TellsWhenEachSectionWasDueAndWhenItBegan_ManualStepsToo()
    {
        Open(RunMode.Rehearsal);
        Add(new ManualConfirmed { StepId = "announced", StepDigest = "s", Note = "at 9" }, 2);
        Run("c1", "check", Outcome.Passed, 1);

        var text = Text();
        text.ShouldContain("Ann rehearsed “Book” on `host`. The run has been **open** for 1 h (planned: 8 min).");
        text.ShouldContain("| Before | +0:00 | +2:00 | 1 min | confirmed |");
        text.ShouldContain("| Checks | +1:00 | +3:00 | 2 min | 0 s |");
        text.ShouldContain("| Change | +3:00 | not run | 5 min |  |");
        text.ShouldContain("| Back |  | not run |  |  |");
        text.ShouldContain("1 attempt of 1 step, all passed. 0 approvals. 2 steps of 4 were not run.");
    }

    [Fact]
    public void Timeline_WithACheckOfTheRollbackAmongTheChanges_PlansNoTimeForIt()
    {
        var book = RunbookParser.Parse("book.md", """
            ---
            gates:
              - {id: change, phrase: change-approved, unlocks: mutating}
            ---
            ## Change
            ```bash {#switch .mutating plan=5m}
            true
            ```
            ```bash {#back .rollback plan=4m verify=is-back}
            true
            ```
            ```bash {#is-back .smoke plan=2m}
            true
            ```
            ## After
            ```bash {#well .smoke plan=1m}
            true
            ```
            """);
        Open(RunMode.Live);

        var text = Text(book);
        text.ShouldContain("| Change | +0:00 | not run | 5 min |  |");
        text.ShouldContain("| After | +5:00 | not run | 1 min |  |");
        text.ShouldContain("planned: 6 min");
    }

    /// <summary>The report as a whole, in Markdown and as a page: what is sent to people who were not there.</summary>
    [Fact]
    public void Report_AsAWhole_IsWrittenAsItWas()
    {
        Open(RunMode.Live);
        Add(new ManualConfirmed { StepId = "announced", StepDigest = "s", Note = "at 9 | by phone" }, 1);
        Run("c1", "check", Outcome.Failed, 1);
        Run("c2", "check", Outcome.Passed, 2);
        Add(new ApprovalRefused { GateId = "change", Reason = "It differs at the first letter." }, 1);
        Add(Approved(), 0);
        Run("s1", "switch", Outcome.Unknown, 3, "p1");
        Add(new VerdictGiven { AttemptId = "s1", Verdict = Outcome.Failed, Note = "looked" }, 1);
        Add(new NoteAdded { Text = "<b>asked</b> the *owner*" }, 1);
        Add(new FileAttached { Name = "log.txt", MediaType = "text/plain", Digest = "h", Length = 5 }, 0);
        Run("b1", "back", Outcome.Passed, 1);
        Add(new RunClosed { Result = RunResult.RolledBack, Reason = "too slow" }, 1);
        string[] folder = ["tests", "Dashboard.Core.Tests", "Audit", "Snapshots"];

        var markdown = RunReport.Markdown(7, Book, RunState.Fold("r", [.. _events]), Start.AddHours(1),
            a => a.Id == "c1" ? "line one\n```\nline <two>" : "");

        Snapshot.Match(markdown, [.. folder, "report.md"]);
        Snapshot.Match(ReportHtml.Page("Run 7", markdown), [.. folder, "report.html"]);
    }

    private string Text(Runbook? book = null) =>
        RunReport.Markdown(7, book ?? Book, RunState.Fold("r", [.. _events]), Start.AddHours(1), _ => "");

    private void Open(RunMode mode) => Add(
        new RunOpened
        {
            Slug = "book",
            Title = "Book",
            RunbookDigest = "d1",
            Files = [],
            Target = "host",
            Mode = mode,
            Inputs = ImmutableSortedDictionary<string, string>.Empty,
        },
        0);

    private void Run(string attempt, string step, Outcome outcome, int minutes, string? approval = null)
    {
        Add(new StepStarted
        {
            AttemptId = attempt,
            StepId = step,
            Number = 1,
            Target = "host",
            StepDigest = "s",
            ApprovalId = approval,
        }, minutes);
        Add(new StepFinished
        {
            AttemptId = attempt,
            Outcome = outcome,
            Reason = "so",
            Stdout = new(0, "", 0),
            Stderr = new(0, "", 0),
            Sandbox = "confined",
        }, 0);
    }

    private void Add(RunEvent what, int minutes) =>
        _events.Add(new(_events.Count + 1, (_events.Count == 0 ? Start : _events[^1].At).AddMinutes(minutes), Ann, what));

    private static GateApproved Approved() => new()
    {
        ApprovalId = "p1",
        GateId = "change",
        RunbookDigest = "d1",
        FolderDigest = Digests.OfFiles([]),
        Target = "host",
        InputsDigest = "i",
        Steps = [new("switch", "s")],
        RestsOn = ["c2"],
        Reason = "tonight",
        Phrase = "change-approved",
    };
}
