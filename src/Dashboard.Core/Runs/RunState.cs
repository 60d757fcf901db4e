using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Runs;

/// <summary>A run as its events tell it: a pure fold, never stored.</summary>
public sealed record RunState
{
    /// <summary>The run's id.</summary>
    public required string RunId { get; init; }

    /// <summary>How it was opened.</summary>
    public required RunOpened Opened { get; init; }

    /// <summary>Who opened it.</summary>
    public required Actor OpenedBy { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Every attempt, in the order they were started.</summary>
    public ImmutableArray<Attempt> Attempts { get; init; } = [];

    /// <summary>Every confirmation of a manual step, in order.</summary>
    public ImmutableArray<Confirmation> Confirmations { get; init; } = [];

    /// <summary>Every step that was skipped, in order.</summary>
    public ImmutableArray<Skip> Skips { get; init; } = [];

    /// <summary>What was chosen, by the name that a choice sets; the latest counts.</summary>
    public ImmutableSortedDictionary<string, string> Chosen { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// What attempts wrote for later steps, in order; of a secret the name alone.
    /// </summary>
    public ImmutableArray<WrittenValue> Written { get; init; } = [];

    /// <summary>Who allowed changes outside the change window, and why; null when nobody has.</summary>
    public RecordedEvent? WindowOverride { get; init; }

    /// <summary>The names of all secrets that were typed, or written by steps.</summary>
    public IEnumerable<string> SecretNames =>
        Opened.TypedSecrets.Concat(Written.Where(w => w.Value is null).Select(w => w.Name)).Distinct(StringComparer.Ordinal);

    /// <summary>Every approval, in order.</summary>
    public ImmutableArray<Approval> Approvals { get; init; } = [];

    /// <summary>Everything that happened, in order.</summary>
    public ImmutableArray<RecordedEvent> Events { get; init; } = [];

    /// <summary>How the run was closed; null while it is open.</summary>
    public RunClosed? Closed { get; init; }

    /// <summary>When it was closed; null while it is open.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Whether the run is open.</summary>
    public bool IsOpen => Closed is null;

    /// <summary>
    /// The ledger number of the latest moment at which nobody knew how much time had passed; 0 for none. What came before has no age.
    /// </summary>
    public long AgeUnknownBefore { get; init; }

    /// <summary>
    /// The run's time: the clock's, or that of its latest entry where the clock is behind it. Inside a run, time never goes back.
    /// </summary>
    public DateTimeOffset Time(DateTimeOffset clock) => Events is [.., { At: var latest }] && latest > clock ? latest : clock;

    /// <summary>Whether an approval's time is over, or nobody can say that it is not.</summary>
    public bool IsExpired(Approval approval, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(approval);
        return approval.Event.ExpiresAt is { } end && (Time(now) >= end || approval.Sequence < AgeUnknownBefore);
    }

    /// <summary>The attempt under way; null when there is none.</summary>
    public Attempt? Running => Attempts.LastOrDefault(a => a.IsRunning);

    /// <summary>The first state of a run.</summary>
    /// <param name="runId">The run's id.</param>
    /// <param name="first">Its first event, which must be a <see cref="RunOpened"/>.</param>
    /// <exception cref="ArgumentException">The first event is another one.</exception>
    public static RunState Start(string runId, RecordedEvent first)
    {
        ArgumentNullException.ThrowIfNull(first);
        return first.Event is RunOpened opened
            ? new RunState { RunId = runId, Opened = opened, OpenedBy = first.Actor, OpenedAt = first.At, Events = [first] }
            : throw new ArgumentException("A run begins with run-opened.", nameof(first));
    }

    /// <summary>The state after all of a run's events.</summary>
    public static RunState Fold(string runId, IEnumerable<RecordedEvent> events)
    {
        using var each = events.GetEnumerator();
        if (!each.MoveNext())
            throw new ArgumentException("A run has at least its first event.", nameof(events));
        var state = Start(runId, each.Current);
        while (each.MoveNext())
            state = state.Apply(each.Current);
        return state;
    }

    /// <summary>The state after one more event.</summary>
    public RunState Apply(RecordedEvent next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var state = this with { Events = Events.Add(next) };
        return next.Event switch
        {
            StepStarted e => state with { Attempts = Attempts.Add(new Attempt(e, next.Actor, next.At, next.Sequence)) },
            // The first end stands, and a verdict settles an unknown outcome alone: nothing that is told later turns a failure into a pass.
            StepFinished e => state.WithWritten(e, next.Sequence).WithAttempt(e.AttemptId, a => a.IsRunning,
                a => a with { Finished = e, EndedAt = next.At, EndSequence = next.Sequence, Outcome = e.Outcome, Reason = e.Reason }),
            StepInterrupted e => state.WithAttempt(e.AttemptId, a => a.IsRunning,
                a => a with { EndedAt = next.At, EndSequence = next.Sequence, Outcome = Outcome.Unknown, Reason = e.Reason }),
            VerdictGiven e => state.WithAttempt(e.AttemptId, a => a.Outcome == Outcome.Unknown,
                a => a with { Verdict = e, VerdictBy = next.Actor, VerdictAt = next.At }),
            ManualConfirmed e => state with
            {
                Confirmations = Confirmations.Add(new Confirmation(e, next.Actor, next.At, next.Sequence)),
                Chosen = e.Choice is null ? Chosen : Chosen.SetItem(e.Sets ?? Step.ValueName(e.StepId), e.Choice),
            },
            StepSkipped e => state with { Skips = Skips.Add(new Skip(e, next.Actor, next.At, next.Sequence)) },
            WindowOverridden => state with { WindowOverride = next },
            GateApproved e => state with { Approvals = Approvals.Add(new Approval(e, next.Actor, next.At, next.Sequence)) },
            ApprovalVoided e => state with { Approvals = [.. Approvals.Select(a => a.Id == e.ApprovalId ? a with { Voided = e } : a)] },
            ClockChanged { AgeUnknown: true } => state with { AgeUnknownBefore = next.Sequence },
            RunClosed e when IsOpen => state with { Closed = e, ClosedAt = next.At },
            _ => state,
        };
    }

    /// <summary>
    /// The attempts that somebody must say the outcome of: changes that nobody saw end. A check that nobody saw end has shown nothing, and
    /// is run again.
    /// </summary>
    public IEnumerable<Attempt> Unsettled(Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        return Attempts.Where(a => a.Settled == Outcome.Unknown
            && runbook.FindStep(a.StepId) is not { Kind: StepKind.Preflight or StepKind.Smoke });
    }

    /// <summary>
    /// Whether something else has changed the host since an attempt: what is looked at from then on does not tell what the attempt did.
    /// </summary>
    public bool IsCovered(Runbook runbook, Attempt attempt)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(attempt);
        return Attempts.Any(a => a.Sequence > attempt.Sequence && runbook.FindStep(a.StepId) is { } step && step.Kind.ChangesHost());
    }

    /// <summary>The attempts of a step, in order.</summary>
    public IEnumerable<Attempt> AttemptsOf(string stepId) => Attempts.Where(a => a.StepId == stepId);

    /// <summary>The latest attempt of a step; null when there is none.</summary>
    public Attempt? LatestAttempt(string stepId) => Attempts.LastOrDefault(a => a.StepId == stepId);

    /// <summary>The latest confirmation of a manual step; null when there is none.</summary>
    public Confirmation? LatestConfirmation(string stepId) => Confirmations.LastOrDefault(c => c.StepId == stepId);

    /// <summary>The latest time that a step was skipped; null when it never was.</summary>
    public Skip? LatestSkip(string stepId) => Skips.LastOrDefault(s => s.StepId == stepId);

    /// <summary>
    /// How the step stands: the latest attempt's settled outcome, or passed when a manual step is confirmed; null when nothing has ended
    /// yet. A confirmation never outweighs an attempt: what the server ran, no word of a person makes pass.
    /// </summary>
    public Outcome? OutcomeOf(string stepId) =>
        LatestAttempt(stepId) is { } attempt ? attempt.Settled : LatestConfirmation(stepId) is not null ? Outcome.Passed : null;

    private static readonly ImmutableSortedDictionary<string, string> NoValues = ImmutableSortedDictionary<string, string>.Empty;

    private RunState WithWritten(StepFinished end, long sequence) =>
        (end.Outputs is null && end.SecretOutputs.IsDefaultOrEmpty)
        || Attempts.LastOrDefault(a => a.Id == end.AttemptId) is not { IsRunning: true } attempt
            ? this
            : this with
            {
                Written =
                [
                    .. Written,
                    .. (end.Outputs ?? NoValues).Select(o => new WrittenValue(o.Key, o.Value, attempt.StepId, sequence)),
                    .. end.SecretOutputs.Select(name => new WrittenValue(name, null, attempt.StepId, sequence)),
                ],
            };

    private RunState WithAttempt(string id, Func<Attempt, bool> when, Func<Attempt, Attempt> change) =>
        this with { Attempts = [.. Attempts.Select(a => a.Id == id && when(a) ? change(a) : a)] };
}

/// <summary>One execution of a step.</summary>
/// <param name="Started">How it began.</param>
/// <param name="By">Who started it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="Sequence">The ledger number of its start.</param>
public sealed record Attempt(StepStarted Started, Actor By, DateTimeOffset StartedAt, long Sequence)
{
    /// <summary>The attempt's id.</summary>
    public string Id => Started.AttemptId;

    /// <summary>The step.</summary>
    public string StepId => Started.StepId;

    /// <summary>The full record of its end; null while it runs and when it was interrupted.</summary>
    public StepFinished? Finished { get; init; }

    /// <summary>When it ended, or was found interrupted; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The ledger number of its end; null while it runs.</summary>
    public long? EndSequence { get; init; }

    /// <summary>How it ended; null while it runs.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Why that outcome; null while it runs.</summary>
    public string? Reason { get; init; }

    /// <summary>What a person said of an unknown outcome; null when nobody has.</summary>
    public VerdictGiven? Verdict { get; init; }

    /// <summary>Who gave the verdict.</summary>
    public Actor? VerdictBy { get; init; }

    /// <summary>When the verdict was given.</summary>
    public DateTimeOffset? VerdictAt { get; init; }

    /// <summary>The verdict when there is one, else the outcome; null while it runs.</summary>
    public Outcome? Settled => Verdict?.Verdict ?? Outcome;

    /// <summary>Who settled an unknown outcome; null when nobody has.</summary>
    public string? SettledBy => Verdict is null ? null : VerdictBy?.Name ?? "";

    /// <summary>How it ended, and who said so when nobody had seen it.</summary>
    public string Word => RunDisplayNames.DisplayName(Settled, SettledBy);

    /// <summary>Whether it is under way.</summary>
    public bool IsRunning => Outcome is null;

    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;
}

/// <summary>A manual step that was carried out.</summary>
public sealed record Confirmation(ManualConfirmed Event, Actor By, DateTimeOffset At, long Sequence)
{
    /// <summary>The step.</summary>
    public string StepId => Event.StepId;
}

/// <summary>A gate's approval.</summary>
public sealed record Approval(GateApproved Event, Actor By, DateTimeOffset At, long Sequence)
{
    /// <summary>The approval's id.</summary>
    public string Id => Event.ApprovalId;

    /// <summary>The gate.</summary>
    public string GateId => Event.GateId;

    /// <summary>Why it no longer counts; null when it was not voided.</summary>
    public ApprovalVoided? Voided { get; init; }
}
