using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Core.Text;

namespace Dashboard.Core.Gates;

/// <summary>
/// Decides what may be done in a run: a pure function of the runbook, the run's events, the person and the time.
/// The coordinator asks it immediately before it starts a step; the screens ask it to say why something is locked.
/// </summary>
public static partial class GatePolicy
{
    /// <summary>Whether the person may start, or confirm, the step now.</summary>
    public static GateDecision Decide(Runbook runbook, RunState run, Step step, Person person, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(person);
        now = run.Time(now);
        var reasons = ImmutableArray.CreateBuilder<LockReason>();
        AddCommon(reasons, runbook, run);
        reasons.AddRange(PlayReasons(runbook, run, step));
        runbook = InPlay.Of(runbook, run, step);
        // What decides whether it is in play has been named already.
        var decides = reasons.Select(r => r.StepId).OfType<string>().ToArray();
        reasons.AddRange(StepOrder.Reasons(runbook, run, step).Where(r => !decides.Contains(r.StepId)));
        if (!person.MayRun)
            reasons.Add(new(LockCode.Role, "Only an operator runs steps.", "Ask a lead for the operator role."));
        reasons.AddRange(step.Kind switch
        {
            StepKind.Preflight => [],
            StepKind.Smoke => SmokeReasons(runbook, run, step),
            StepKind.Rollback => RollbackReasons(runbook, run, step),
            StepKind.Manual => ManualReasons(runbook, run, step),
            StepKind.Mutating or StepKind.Destructive => ChangeReasons(runbook, run, step, person, now),
            _ => [new(LockCode.NoGate, $"Unknown step kind {step.Kind}.", "Give the step a known class.")],
        });
        return new(reasons.ToImmutable());
    }

    /// <summary>Whether the person may approve the gate now, before any phrase is looked at.</summary>
    public static GateDecision DecideApproval(Runbook runbook, RunState run, Gate gate, Person person, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(person);
        now = run.Time(now);
        runbook = InPlay.Of(runbook, run);
        var reasons = ImmutableArray.CreateBuilder<LockReason>();
        AddCommon(reasons, runbook, run);
        if (!person.MayApprove)
            reasons.Add(new(LockCode.Role, "Only an operator or a lead approves a gate.", "Ask a lead for the operator role."));
        if (Current(runbook, run, gate, now) is { } current && !NeedsRenewal(runbook, run, gate, current)
            && !LacksReason(gate, current, person))
        {
            reasons.Add(new(LockCode.AlreadyApproved, $"The gate “{gate.Title}” is approved by {current.By.Name}.",
                "Run the steps it unlocks, or void the approval."));
        }

        reasons.AddRange(InPlay.ChoicesBefore(runbook, gate).Where(s => Counted.OutcomeOf(runbook, run, s) != Outcome.Passed)
            .Select(s => new LockReason(LockCode.NotChosen,
                $"“{s.Title}” decides what it unlocks, and {Undecided(s)}.", Todo(s), s.Id)));
        reasons.AddRange(UnknownReasons(runbook, run, gate));
        reasons.AddRange(IsInProgress(runbook, run, gate) ? FallenReasons(runbook, run, gate) : EvidenceReasons(runbook, run, gate, now));
        return new(reasons.ToImmutable());
    }

    /// <summary>Whether the person may skip the step now.</summary>
    public static GateDecision DecideSkip(Runbook runbook, RunState run, Step step, Person person)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(person);
        var reasons = ImmutableArray.CreateBuilder<LockReason>();
        AddCommon(reasons, runbook, run);
        if (!person.MayRun)
            reasons.Add(new(LockCode.Role, "Only an operator skips a step.", "Ask a lead for the operator role."));
        if (!step.Optional)
            reasons.Add(new(LockCode.Invalid, "The runbook does not say that this step is optional.", "Run it, or close the run."));
        else if (step.Kind == StepKind.Smoke && SmokeReasons(InPlay.Of(runbook, run, step), run, step).FirstOrDefault() is { } early)
            // What would look at a change is not left out before there is one: a clean-up behind it would open.
            reasons.Add(early);
        else if (run.LatestAttempt(step.Id) is { IsRunning: true })
            reasons.Add(new(LockCode.Busy, $"“{step.Title}” is running.", "Wait for it, or cancel it.", step.Id));
        else if (step.Kind.ChangesHost() && run.LatestAttempt(step.Id) is not null)
            reasons.Add(new(LockCode.Invalid, $"“{step.Title}” has begun to change the host.", "Run it again, or roll back.", step.Id));
        else if (!InPlay.Holds(runbook, run, step) || Counted.OutcomeOf(runbook, run, step) == Outcome.Passed)
            reasons.Add(new(LockCode.NotInPlay, "There is nothing left to skip.", "Go on with the next step."));
        return new(reasons.ToImmutable());
    }

    /// <summary>
    /// Whether the gate's change has begun and was not rolled back: an attempt of one of its steps was started after its latest rollback.
    /// From then on the age of the preflight locks nothing, and a renewed approval asks for the phrase alone.
    /// </summary>
    public static bool IsInProgress(Runbook runbook, RunState run, Gate gate)
    {
        var since = Counted.BegunAnew(runbook, run, gate);
        return run.Attempts.Any(a => a.Sequence > since && IsBehind(runbook, a, gate.Id));
    }

    /// <summary>
    /// The approval that counts for the gate now: its latest, when it is neither void, expired, rolled back nor given for something else;
    /// else null.
    /// </summary>
    public static Approval? Current(Runbook runbook, RunState run, Gate gate, DateTimeOffset now) =>
        run.Approvals.LastOrDefault(a => a.GateId == gate.Id) is { Voided: null } latest
        && !run.IsExpired(latest, now) && Mismatch(runbook, run, gate, latest) is null
        && Counted.BegunAnew(runbook, run, gate) < latest.Sequence
            ? latest
            : null;

    /// <summary>
    /// Whether the approval can still unlock something: it counts, and a step of its gate has not been attempted under it.
    /// </summary>
    public static bool IsInUse(Runbook runbook, RunState run, Approval approval, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(approval);
        return run.IsOpen && runbook.FindGate(approval.GateId) is { } gate
            && Current(runbook, run, gate, now)?.Sequence == approval.Sequence
            && InPlay.Of(runbook, run).StepsBehind(gate.Id).Any(s => !IsSpent(run, s, approval));
    }

    /// <summary>
    /// The attempts that an approval of the gate rests on: the latest of each preflight step and of each step that <c>after</c> names, as
    /// long as they count. An approval that is renewed while in progress asks for none of them.
    /// </summary>
    public static ImmutableArray<Attempt> RestsOn(Runbook runbook, RunState run, Gate gate) =>
        [.. EvidenceSteps(InPlay.Of(runbook, run), gate).Where(s => !Counted.IsUndone(runbook, run, s)).Select(s => run.LatestAttempt(s.Id))
            .OfType<Attempt>()];

    // A step that was skipped can be run all the same: then it is in play again.
    private static IEnumerable<LockReason> PlayReasons(Runbook runbook, RunState run, Step step)
    {
        switch (InPlay.ConditionOf(runbook, run, step))
        {
            case false when !InPlay.Holds(runbook, run, step):
                var value = RunValues.For(runbook, run, step).GetValueOrDefault(step.When!.Name, "");
                yield return new(LockCode.NotInPlay,
                    $"It is for {step.When}, and here {step.When.Name} is {(value.Length > 0 ? value : "not set")}.",
                    "There is nothing to do.");
                break;
            case null:
                var choice = InPlay.ChoiceFor(runbook, step);
                yield return new(LockCode.NotChosen, $"It depends on “{choice?.Title ?? step.When!.Name}”, and {Undecided(choice)}.",
                    choice is null ? "There is nothing to do." : Todo(choice), choice?.Id);
                break;
            default:
                break;
        }
    }

    private static string Undecided(Step? setter) =>
        setter is { Kind: not StepKind.Manual } ? "it has not said yet" : "nobody has chosen yet";

    private static void AddCommon(ImmutableArray<LockReason>.Builder reasons, Runbook runbook, RunState run)
    {
        if (!run.IsOpen)
            reasons.Add(new(LockCode.RunClosed, "The run is closed.", "Open a new run."));
        if (runbook.HasErrors)
            reasons.Add(new(LockCode.RunbookErrors, "The runbook has errors.",
                "Fix the errors listed on the runbook page, then open a new run."));
    }

    /// <summary>
    /// Why no change of a live run may begin now: it is outside the change window, and nobody has overridden that; null when it may.
    /// </summary>
    public static LockReason? WindowReason(Runbook runbook, RunState run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        now = run.Time(now);
        return run.Opened.Mode == RunMode.Live && run.WindowOverride is null && runbook.Window is { } window && !window.Contains(now)
            ? new(LockCode.OutsideWindow, $"The change window is {window}, and it is {window.ClockAt(now)} there.",
                $"Wait {Durations.Words(window.NextAfter(now) - now)}, or override the window with a reason.")
            : null;
    }

    private static ImmutableArray<LockReason> ChangeReasons(Runbook runbook, RunState run, Step step, Person person, DateTimeOffset now)
    {
        if (step.GateId is null || runbook.FindGate(step.GateId) is not { } gate || gate.Unlocks != step.Kind)
            return [new(LockCode.NoGate, $"No gate covers the {step.Kind.DisplayName()} step “{step.Title}”.",
                "Give the runbook a gate that unlocks it.")];
        var reasons = ImmutableArray.CreateBuilder<LockReason>();
        if (WindowReason(runbook, run, now) is { } closed)
            reasons.Add(closed);
        reasons.AddRange(ApprovalReasons(runbook, run, step, gate, person, now));
        reasons.AddRange(IsInProgress(runbook, run, gate) ? FallenReasons(runbook, run, gate) : EvidenceReasons(runbook, run, gate, now));
        reasons.AddRange(UnknownReasons(runbook, run, gate));
        foreach (var earlier in runbook.StepsBehind(gate.Id).TakeWhile(s => s.Id != step.Id)
            .Where(s => Counted.OutcomeOf(runbook, run, s) != Outcome.Passed))
            reasons.Add(new(LockCode.EarlierStep, $"“{earlier.Title}” comes first and has not passed.",
                $"Run “{earlier.Title}”.", earlier.Id));

        return reasons.ToImmutable();
    }

    private static IEnumerable<LockReason> ApprovalReasons(
        Runbook runbook, RunState run, Step step, Gate gate, Person person, DateTimeOffset now)
    {
        var again = IsInProgress(runbook, run, gate)
            ? $"Approve “{gate.Title}” again; it is in progress, so re-enter only the phrase."
            : $"Approve “{gate.Title}”.";
        var approval = run.Approvals.LastOrDefault(a => a.GateId == gate.Id);
        if (approval is null)
        {
            yield return new(LockCode.NotApproved, $"The gate “{gate.Title}” is not approved.", again);
            yield break;
        }

        if (approval.Voided is not null)
            yield return new(LockCode.ApprovalVoided, $"The approval of “{gate.Title}” is void: {approval.Voided.Reason}", again);
        if (run.IsExpired(approval, now))
        {
            yield return new(LockCode.ApprovalExpired, approval.Sequence < run.AgeUnknownBefore
                ? $"The server's clock was behind the record, so it is unknown whether the approval of “{gate.Title}” has expired."
                : $"The approval of “{gate.Title}” has expired.", again);
        }

        var mismatch = Mismatch(runbook, run, gate, approval);
        if (mismatch is not null)
            yield return new(LockCode.ApprovalMismatch, mismatch, again);
        if (!Covers(approval, step))
            yield return new(LockCode.ApprovalMismatch, $"The approval does not cover “{step.Title}” as it is now.", again);
        if (Counted.LatestRollback(runbook, run, gate.Id) > approval.Sequence)
            yield return new(LockCode.ApprovalSpent, $"The approval of “{gate.Title}” was used by a rollback.", again);
        else if (Counted.BegunAnew(runbook, run, gate) > approval.Sequence)
            yield return new(LockCode.ApprovalSpent, $"The approval of “{gate.Title}” was used by a later change.", again);
        else if (IsSpent(run, step, approval))
            yield return new(LockCode.ApprovalSpent, "The approval covers one attempt of this step, which has been used.", again);
        var self = approval.By.Id == person.Actor.Id ? "you approved it yourself"
            : $"{approval.By.Name} approved it, and one of you invited the other, so you count as one person here";
        if (gate.FourEyes == FourEyes.Required && person.CountsAs(approval.By))
        {
            yield return new(LockCode.FourEyes, $"“{gate.Title}” requires two people, and {self}.",
                "Let someone else run the step, or let someone else approve.");
        }

        if (LacksReason(gate, approval, person))
        {
            yield return new(LockCode.ReasonMissing, $"“{gate.Title}” prefers two people, and {self}, without a reason.",
                "Approve again with a reason, or let someone else run the step.");
        }
    }

    private static string? Mismatch(Runbook runbook, RunState run, Gate gate, Approval approval)
    {
        var (given, opened) = (approval.Event, run.Opened);
        return given.RunbookDigest != opened.RunbookDigest ? "The approval was given for another revision of the runbook."
            : given.Target != opened.Target ? $"The approval was given for the target {given.Target}."
            : given.InputsDigest == Digests.OfInputs(RunValues.For(runbook, run, gate)) ? null
            : !run.Written.IsEmpty ? "The approval was given for other values."
            : run.Chosen.IsEmpty ? "The approval was given for other inputs."
            : "The approval was given for other choices.";
    }

    private static bool NeedsRenewal(Runbook runbook, RunState run, Gate gate, Approval current)
    {
        var steps = runbook.StepsBehind(gate.Id).ToArray();
        var used = steps.Where(s => IsSpent(run, s, current)).ToArray();
        return used.Length == steps.Length || used.Any(s => Counted.Latest(run, s).Outcome is { } outcome && outcome != Outcome.Passed)
            || steps.Any(s => !Covers(current, s));
    }

    /// <summary>Whether the approval was given for the step exactly as it stands in this runbook.</summary>
    private static bool Covers(Approval approval, Step step) =>
        approval.Event.Steps.Any(s => s.StepId == step.Id && s.Digest == step.Digest);

    /// <summary>Whether the approval's one attempt of the step was made. An attempt after it counts whatever approval it names.</summary>
    private static bool IsSpent(RunState run, Step step, Approval approval) =>
        run.AttemptsOf(step.Id).Any(a => a.Started.ApprovalId == approval.Id || a.Sequence > approval.Sequence);

    private static bool LacksReason(Gate gate, Approval approval, Person person) =>
        SoloRule.WouldBeSolo(gate, approval, person) && string.IsNullOrWhiteSpace(approval.Event.Reason);

    // A gate waits for what is unknown of its own change; before something is taken away for good, for whatever nobody saw end.
    private static IEnumerable<LockReason> UnknownReasons(Runbook runbook, RunState run, Gate gate) =>
        from attempt in run.Unsettled(runbook)
        let step = runbook.FindStep(attempt.StepId)
        where step is not null && (gate.Unlocks == StepKind.Destructive || step.GateId == gate.Id)
        let verify = step.Verify is { } id && !run.IsCovered(runbook, attempt) ? runbook.FindStep(id) : null
        select new LockReason(LockCode.UnknownOutcome,
            $"Attempt {attempt.Started.Number} of “{step.Title}” has an unknown outcome.",
            verify is null ? "Resolve the outcome." : $"Run “{verify.Title}”, then resolve the outcome.", step.Id);

    private static bool IsBehind(Runbook runbook, Attempt attempt, string gateId) =>
        runbook.FindStep(attempt.StepId) is { } step && step.GateId == gateId && step.Kind.NeedsApproval();
}
