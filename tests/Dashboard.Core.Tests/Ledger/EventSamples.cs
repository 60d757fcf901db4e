using Dashboard.Core.Accounts;
using Dashboard.Core.Attempts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Ledger;

/// <summary>One event of each kind with every member set, and one with as few as there can be.</summary>
internal static class EventSamples
{
    private static readonly DateTimeOffset At = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero);
    private static readonly OutputSummary Output = new(12, "0a", 3);
    private static readonly OutputSummary Nothing = new(0, "e3", 0);

    /// <summary>Events of runs.</summary>
    public static IEnumerable<RunEvent> OfRuns() =>
    [
        new RunOpened
        {
            Slug = "team/book",
            Title = "Book “é” <b>",
            RunbookDigest = "aa",
            Files = [new("team/book.md", "aa", 10, false), new("scripts/go.sh", "bb", 20, true)],
            Target = "host",
            Mode = RunMode.Live,
            ChangeReference = "CHG-1",
            Inputs = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("B", "2").Add("A", "1"),
            Sandbox = "confined, read-only",
            Warnings = ["RB001 3: something"],
            TypedSecrets = ["TOKEN"],
        },
        new RunOpened
        {
            Slug = "book", Title = "Book", RunbookDigest = "aa", Files = [], Target = "host", Mode = RunMode.Rehearsal,
            Inputs = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty,
        },
        new StepStarted
        {
            AttemptId = "a1", StepId = "switch", StepDigest = "cc", Title = "Switch", Kind = StepKind.Mutating, Number = 2,
            ApprovalId = "p1", Target = "host",
            EnvironmentNames = ["PATH", "HOME"], InProgress = true, Tie = ApproverTie.InvitedRunner,
        },
        new StepStarted { AttemptId = "a1", StepId = "switch", StepDigest = "cc", Number = 1, Target = "host" },
        new StepFinished
        {
            AttemptId = "a1", Outcome = Outcome.TimedOut, Reason = "It was ended.", ExitCode = 143, Tries = 2,
            FailedTries = [new(1, At, 1, "Exit code 1, expected 0.", 4)], Stdout = Output, Stderr = Nothing, Masked = 1,
            Secrets = [new("key", 2, "it was changed")], HeldBack = "so", Untrusted = true, Sandbox = "confined", Tracking = "cgroup",
            LeftBehind = ["7 sleep"],
            Outputs = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("SNAPSHOT", "s-1"),
            SecretOutputs = ["JOIN_TOKEN"],
            Incomplete = true,
        },
        new StepFinished
        {
            AttemptId = "a1",
            Outcome = Outcome.Passed,
            Reason = "Exit code 0.",
            Stdout = Nothing,
            Stderr = Nothing,
            Sandbox = "confined",
        },
        new StepInterrupted { AttemptId = "a1", Reason = "The server stopped." },
        new VerdictGiven { AttemptId = "a1", Verdict = Outcome.Failed, Note = "looked" },
        new ManualConfirmed { StepId = "announced", StepDigest = "dd", Note = "at nine" },
        new ManualConfirmed { StepId = "way", StepDigest = "dd", Note = "", Choice = "blue" },
        new StepSkipped { StepId = "nice", StepDigest = "dd", Reason = "not needed" },
        new SecretsEntered { Names = ["TOKEN"] },
        new WindowOverridden { Window = "22:00-04:00 Europe/Warsaw", Reason = "the desk agreed" },
        new GateApproved
        {
            ApprovalId = "p1", GateId = "change", Phrase = "change-approved", RunbookDigest = "aa", FolderDigest = "ee", Target = "host",
            InputsDigest = "ff",
            Steps = [new("switch", "cc")], Rollbacks = [new("back", "gg")], RestsOn = ["a0"], Reason = "tonight",
            ExpiresAt = At.AddHours(1), Renewal = true,
        },
        new GateApproved
        {
            ApprovalId = "p1", GateId = "change", RunbookDigest = "aa", FolderDigest = "ee", Target = "host", InputsDigest = "ff",
            Steps = [], RestsOn = [],
            Reason = "",
        },
        new ApprovalRefused { GateId = "change", Reason = "It differs at the first letter." },
        new ApprovalVoided { ApprovalId = "p1", Reason = "The runbook has changed." },
        new NoteAdded { Text = "line one\nline two", StepId = "switch" },
        new NoteAdded { Text = "for the run" },
        new FileAttached { Name = "log.txt", MediaType = "text/plain", Digest = "hh", Length = 5, StepId = "switch" },
        new FileAttached { Name = "log.txt", MediaType = "text/plain", Digest = "hh", Length = 5 },
        new ClockChanged { By = TimeSpan.FromSeconds(-90), AgeUnknown = true },
        new ClockChanged { By = TimeSpan.FromHours(2) },
        new RunClosed { Result = RunResult.RolledBack, Reason = "too slow" },
        new ManualConfirmed { StepId = "web1-way", StepDigest = "dd", Note = "", Choice = "blue", Sets = "WAY" },
    ];

    /// <summary>Events of accounts.</summary>
    public static IEnumerable<AccountEvent> OfAccounts() =>
    [
        new InvitationMade("i1", [Role.Operator, Role.Lead], At) { Digests = new(Token: "tt") },
        new AccountCreated("u1", "ada", [Role.Reviewer], "i1") { Digests = new("pp", "ss") },
        new SignedIn("u1", "192.0.2.7"),
        new SignInFailed("u1", "192.0.2.7", "wrong password"),
        new SignInFailed(null, "192.0.2.7", "unknown name"),
        new SignedOut("u1") { Digests = new(Stamp: "ss") },
        new PasswordChanged("u1") { Digests = new("pp", "ss") },
        new RolesChanged("u1", [Role.Operator], [Role.Operator, Role.Lead]),
        new AccountLocked("u1", "left the team"),
        new AccountUnlocked("u1"),
        new TriesForgiven("u1"),
    ];
}
