using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Dashboard.Core.Attempts;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Runs;

/// <summary>The person behind an event, as known at that moment.</summary>
/// <param name="Id">The account's id; <c>system</c> for the server itself.</param>
/// <param name="Name">The name shown to people.</param>
/// <param name="From">The address they came from; null when it is not known, or for the server itself.</param>
public sealed record Actor([property: JsonRequired] string Id, [property: JsonRequired] string Name, string? From = null)
{
    /// <summary>The server itself: recovery, expiry.</summary>
    public static Actor System { get; } = new("system", "the server");
}

/// <summary>
/// How an approver's account and the account that runs the steps came from each other: directly, or through further invitations.
/// </summary>
public enum ApproverTie
{
    /// <summary>The approver's account was invited by the person who runs the step.</summary>
    InvitedByRunner,

    /// <summary>The account that runs the step was invited by the approver.</summary>
    InvitedRunner,
}

/// <summary>A step as an approval saw it.</summary>
public sealed record ApprovedStep(string StepId, string Digest);

/// <summary>Something that happened in a run. The ledger keeps these; everything else about a run is derived from them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(RunOpened), "run-opened")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(StepFinished), "step-finished")]
[JsonDerivedType(typeof(StepInterrupted), "step-interrupted")]
[JsonDerivedType(typeof(VerdictGiven), "verdict-given")]
[JsonDerivedType(typeof(ManualConfirmed), "manual-confirmed")]
[JsonDerivedType(typeof(StepSkipped), "step-skipped")]
[JsonDerivedType(typeof(SecretsEntered), "secrets-entered")]
[JsonDerivedType(typeof(WindowOverridden), "window-overridden")]
[JsonDerivedType(typeof(GateApproved), "gate-approved")]
[JsonDerivedType(typeof(ApprovalRefused), "approval-refused")]
[JsonDerivedType(typeof(ApprovalVoided), "approval-voided")]
[JsonDerivedType(typeof(NoteAdded), "note-added")]
[JsonDerivedType(typeof(FileAttached), "file-attached")]
[JsonDerivedType(typeof(ClockChanged), "clock-changed")]
[JsonDerivedType(typeof(RunClosed), "run-closed")]
public abstract record RunEvent;

/// <summary>A run was opened; the runbook and its files are pinned from here on.</summary>
public sealed record RunOpened : RunEvent
{
    /// <summary>The runbook's path below the runbooks folder, without <c>.md</c>.</summary>
    public required string Slug { get; init; }

    /// <summary>The runbook's title at that time.</summary>
    public required string Title { get; init; }

    /// <summary>SHA-256 of the runbook's bytes.</summary>
    public required string RunbookDigest { get; init; }

    /// <summary>The runbook itself and every file pinned with it.</summary>
    public required ImmutableArray<PinnedFile> Files { get; init; }

    /// <summary>The host that is changed.</summary>
    public required string Target { get; init; }

    /// <summary>Live or rehearsal.</summary>
    public required RunMode Mode { get; init; }

    /// <summary>The change's reference elsewhere (a ticket, a pull request); null for none.</summary>
    public string? ChangeReference { get; init; }

    /// <summary>The inputs, by name.</summary>
    public required ImmutableSortedDictionary<string, string> Inputs { get; init; }

    /// <summary>
    /// The names of the secrets that were typed when it was opened. Their values are kept in the server's memory alone.
    /// </summary>
    public ImmutableArray<string> TypedSecrets { get; init; } = [];

    /// <summary>
    /// Whether read-only steps were confined when it was opened, in words; null when that was not tried (runs of older versions).
    /// </summary>
    public string? Sandbox { get; init; }

    /// <summary>The warnings the runbook had, as <c>CODE line: message</c>.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];
}

/// <summary>An attempt is about to be made. Committed before anything is spawned.</summary>
public sealed record StepStarted : RunEvent
{
    /// <summary>The attempt's id: unique in the whole database.</summary>
    public required string AttemptId { get; init; }

    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>The step's digest.</summary>
    public required string StepDigest { get; init; }

    /// <summary>The step's title, so that the entry can be read without the runbook.</summary>
    public string? Title { get; init; }

    /// <summary>The step's kind.</summary>
    public StepKind? Kind { get; init; }

    /// <summary>Which attempt of the step this is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The approval it runs under; null for steps that need none.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>Where it runs.</summary>
    public required string Target { get; init; }

    /// <summary>Names of the environment variables it gets.</summary>
    public ImmutableArray<string> EnvironmentNames { get; init; } = [];

    /// <summary>
    /// Why the freshness of the preflight was not asked for again: changes under the gate were in progress. False at a gate's first
    /// changing step. In the ledger it is <c>halfWay</c>, as it was named first.
    /// </summary>
    [JsonPropertyName("halfWay")]
    public bool InProgress { get; init; }

    /// <summary>
    /// How the approver and whoever starts the step are tied by invitations; null when they are not, or when nobody looked.
    /// </summary>
    public ApproverTie? Tie { get; init; }
}

/// <summary>An attempt ended, and the server saw it end.</summary>
public sealed record StepFinished : RunEvent
{
    /// <summary>The attempt.</summary>
    public required string AttemptId { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>Why that outcome, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The exit code; null when there was none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How many tries it took (<c>retry</c>).</summary>
    public int Tries { get; init; } = 1;

    /// <summary>
    /// The tries that did not pass and were to be followed by another, of very many the first and the last fifty; null when there was none,
    /// and in entries of older versions.
    /// </summary>
    public ImmutableArray<TryEnd>? FailedTries { get; init; }

    /// <summary>What it wrote to standard output.</summary>
    public required OutputSummary Stdout { get; init; }

    /// <summary>What it wrote to standard error.</summary>
    public required OutputSummary Stderr { get; init; }

    /// <summary>How many pieces of secret were masked.</summary>
    public int Masked { get; init; }

    /// <summary>What was known of each declared secret; empty when the runbook declares none, null in entries of older versions.</summary>
    public ImmutableArray<KnownSecret>? Secrets { get; init; }

    /// <summary>Why output is held back because it could not be promised that no secret is in it; null when none is.</summary>
    public string? HeldBack { get; init; }

    /// <summary>True when stored output holds what became a secret only afterwards: then nothing of it is shown or handed out.</summary>
    public bool Untrusted { get; init; }

    /// <summary>How it was confined, in words; the evidence says so too when it was not.</summary>
    public required string Sandbox { get; init; }

    /// <summary>
    /// How its processes were kept together, in words: <c>cgroup</c>, which nothing leaves, or <c>process group</c> and why no more than
    /// that; null where it had none on this host, and in entries of older versions.
    /// </summary>
    public string? Tracking { get; init; }

    /// <summary>Processes that outlived it, as <c>pid name</c>.</summary>
    public ImmutableArray<string> LeftBehind { get; init; } = [];

    /// <summary>The values that it wrote for later steps, by name, but for secret ones; null when it wrote none.</summary>
    public ImmutableSortedDictionary<string, string>? Outputs { get; init; }

    /// <summary>The names of the secret values that it wrote for later steps: they are kept in the server's memory alone.</summary>
    public ImmutableArray<string> SecretOutputs { get; init; } = [];

    /// <summary>True when part of the output could not be saved.</summary>
    public bool Incomplete { get; init; }
}

/// <summary>An attempt has no end: the server stopped while it ran. Its outcome is unknown.</summary>
public sealed record StepInterrupted : RunEvent
{
    /// <summary>The attempt.</summary>
    public required string AttemptId { get; init; }

    /// <summary>What is known about it.</summary>
    public required string Reason { get; init; }
}

/// <summary>A person said what an attempt of unknown outcome did.</summary>
public sealed record VerdictGiven : RunEvent
{
    /// <summary>The attempt.</summary>
    public required string AttemptId { get; init; }

    /// <summary>Passed (it took effect) or failed (it did not).</summary>
    public required Outcome Verdict { get; init; }

    /// <summary>How they know.</summary>
    public required string Note { get; init; }
}

/// <summary>A person carried out a manual step.</summary>
public sealed record ManualConfirmed : RunEvent
{
    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>The step's digest.</summary>
    public required string StepDigest { get; init; }

    /// <summary>What they did or saw.</summary>
    public required string Note { get; init; }

    /// <summary>What they chose; null when the step is no choice.</summary>
    public string? Choice { get; init; }

    /// <summary>The value that the choice sets, where the step's id does not say it: one of an included file; null otherwise.</summary>
    public string? Sets { get; init; }
}

/// <summary>A person skipped an optional step: it is out of play until something of it is done.</summary>
public sealed record StepSkipped : RunEvent
{
    /// <summary>The step.</summary>
    public required string StepId { get; init; }

    /// <summary>The step's digest.</summary>
    public required string StepDigest { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>
/// A person typed secrets again that the server no longer had, since it was restarted. Whether they are the same, nobody knows.
/// </summary>
public sealed record SecretsEntered : RunEvent
{
    /// <summary>Their names.</summary>
    public required ImmutableArray<string> Names { get; init; }
}

/// <summary>A person allowed changes outside the runbook's change window, for the rest of the run.</summary>
public sealed record WindowOverridden : RunEvent
{
    /// <summary>The window, as the runbook writes it.</summary>
    public required string Window { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>A gate was approved: the phrase was typed, byte for byte.</summary>
public sealed record GateApproved : RunEvent
{
    /// <summary>The approval's id.</summary>
    public required string ApprovalId { get; init; }

    /// <summary>The gate.</summary>
    public required string GateId { get; init; }

    /// <summary>The phrase that was typed, which is the one that the runbook asks for.</summary>
    public string? Phrase { get; init; }

    /// <summary>SHA-256 of the runbook that was approved.</summary>
    public required string RunbookDigest { get; init; }

    /// <summary>SHA-256 over the runbook and its files as they lay in the runbooks folder at that moment.</summary>
    public required string FolderDigest { get; init; }

    /// <summary>The target.</summary>
    public required string Target { get; init; }

    /// <summary>SHA-256 over the run's inputs.</summary>
    public required string InputsDigest { get; init; }

    /// <summary>The steps it unlocks.</summary>
    public required ImmutableArray<ApprovedStep> Steps { get; init; }

    /// <summary>The rollbacks that may run once one of them has; null when that was not recorded (approvals of older versions).</summary>
    public ImmutableArray<ApprovedStep>? Rollbacks { get; init; }

    /// <summary>The attempts it rests on.</summary>
    public required ImmutableArray<string> RestsOn { get; init; }

    /// <summary>Why; empty when no reason was given.</summary>
    public required string Reason { get; init; }

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>True when it renewed an approval of a gate whose changes were in progress.</summary>
    public bool Renewal { get; init; }
}

/// <summary>Someone tried to approve a gate, and was refused.</summary>
public sealed record ApprovalRefused : RunEvent
{
    /// <summary>The gate.</summary>
    public required string GateId { get; init; }

    /// <summary>Why. Says how the typed text differs, and never the text: it may have been a password.</summary>
    public required string Reason { get; init; }
}

/// <summary>An approval no longer counts.</summary>
public sealed record ApprovalVoided : RunEvent
{
    /// <summary>The approval.</summary>
    public required string ApprovalId { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Someone wrote something down.</summary>
public sealed record NoteAdded : RunEvent
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The step it is about; null for the run.</summary>
    public string? StepId { get; init; }
}

/// <summary>Someone attached a file.</summary>
public sealed record FileAttached : RunEvent
{
    /// <summary>The file's name, without a path.</summary>
    public required string Name { get; init; }

    /// <summary>Its media type, as the server told it from the content.</summary>
    public required string MediaType { get; init; }

    /// <summary>SHA-256 of its bytes.</summary>
    public required string Digest { get; init; }

    /// <summary>Its length in bytes.</summary>
    public required long Length { get; init; }

    /// <summary>The step it is about; null for the run.</summary>
    public string? StepId { get; init; }
}

/// <summary>The host's clock was set while the run was open. The run's own time does not follow it back.</summary>
public sealed record ClockChanged : RunEvent
{
    /// <summary>By how much it was set; negative when it was set back.</summary>
    public required TimeSpan By { get; init; }

    /// <summary>
    /// True when the clock was behind the ledger as the server started, so that nobody knows how much time passed before. The age of
    /// earlier evidence, and of earlier approvals, is unknown then.
    /// </summary>
    public bool AgeUnknown { get; init; }
}

/// <summary>The run is over.</summary>
public sealed record RunClosed : RunEvent
{
    /// <summary>How it ended.</summary>
    public required RunResult Result { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
