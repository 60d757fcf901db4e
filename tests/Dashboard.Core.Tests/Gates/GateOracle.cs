using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Gates;

/// <summary>Says what the gates promise, straight from the list of events and without a line of the policy or of the run's state.</summary>
internal static class GateOracle
{
    /// <summary>
    /// What is wrong with letting this person run this changing step; null when its approval is exact, current and unspent.
    /// </summary>
    public static string? Objection(Runbook runbook, IReadOnlyList<RecordedEvent> events, Step step, Person person, DateTimeOffset now)
    {
        var gate = runbook.Gates.Single(g => g.Id == step.GateId);
        if (events.Any(e => e.Event is RunClosed))
            return "the run is closed";
        if (!person.Roles.Contains(Role.Operator))
            return "no operator";
        if (events.LastOrDefault(e => e.Event is GateApproved a && a.GateId == gate.Id) is not { Event: GateApproved approval } at)
            return "no approval";
        var opened = (RunOpened)events[0].Event;
        return events.Any(e => e.Event is ApprovalVoided v && v.ApprovalId == approval.ApprovalId && e.Sequence > at.Sequence) ? "void"
            : approval.ExpiresAt <= now ? "expired"
            : approval.RunbookDigest != opened.RunbookDigest ? "another revision"
            : approval.Target != opened.Target ? "another target"
            : approval.InputsDigest != Digests.OfInputs(opened.Inputs) ? "other inputs"
            : !approval.Steps.Contains(new(step.Id, step.Digest)) ? "another step"
            : events.Any(e => e.Event is StepStarted s && s.StepId == step.Id && e.Sequence > at.Sequence) ? "spent by an attempt"
            : events.Any(e => Starts(runbook, e, gate, StepKind.Rollback) && e.Sequence > at.Sequence) ? "spent by a rollback"
            : gate.FourEyes == FourEyes.Required && at.Actor.Id == person.Actor.Id ? "two eyes"
            : null;
    }

    /// <summary>Whether a mutating step of the gate was ever started.</summary>
    public static bool WasChanged(Runbook runbook, IReadOnlyList<RecordedEvent> events, Gate gate) =>
        events.Any(e => Starts(runbook, e, gate, StepKind.Mutating));

    /// <summary>
    /// Whether a changing step of the gate was started after its latest rollback, and, where it comes after rollbacks, after the latest
    /// change that these take back.
    /// </summary>
    public static bool IsInProgress(Runbook runbook, IReadOnlyList<RecordedEvent> events, Gate gate)
    {
        var rollback = events.LastOrDefault(e => Starts(runbook, e, gate, StepKind.Rollback))?.Sequence ?? 0;
        var takenBack = runbook.Steps.Where(s => gate.Unlocks == StepKind.Destructive && s.Kind == StepKind.Rollback
            && (gate.After.Contains(s.Id) || gate.After.Contains("rollback"))).SelectMany(s => RollbackPath.TakesBack(runbook, s))
            .Select(s => s.Id).ToHashSet();
        var change = events.LastOrDefault(e => e.Event is StepStarted s && takenBack.Contains(s.StepId))?.Sequence ?? 0;
        return events.Any(e => Starts(runbook, e, gate, gate.Unlocks) && e.Sequence > Math.Max(rollback, change));
    }

    private static bool Starts(Runbook runbook, RecordedEvent what, Gate gate, StepKind kind) =>
        what.Event is StepStarted s && runbook.Steps.Single(x => x.Id == s.StepId) is { } step && step.Kind == kind
            && step.GateId == gate.Id;
}
