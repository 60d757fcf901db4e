using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Audit;

/// <summary>Something that a lead should look at.</summary>
/// <param name="Word">In a few words.</param>
/// <param name="IsBad">Whether it needs an explanation; else it is worth knowing.</param>
public sealed record AuditFlag(string Word, bool IsBad = false);

/// <summary>Evidence as it was when an approval rested on it.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Title">Its title.</param>
/// <param name="Attempt">The attempt; null for a confirmed manual step.</param>
/// <param name="Outcome">How it had ended.</param>
/// <param name="Age">How old it was then.</param>
public sealed record AuditEvidence(string StepId, string Title, Attempt? Attempt, Outcome? Outcome, TimeSpan? Age);

/// <summary>One approval, with all that belongs to it.</summary>
public sealed record AuditEntry
{
    /// <summary>The approval.</summary>
    public required Approval Approval { get; init; }

    /// <summary>The gate's title.</summary>
    public required string GateTitle { get; init; }

    /// <summary>The phrase that was typed.</summary>
    public required string Phrase { get; init; }

    /// <summary>What it rested on.</summary>
    public required ImmutableArray<AuditEvidence> RestedOn { get; init; }

    /// <summary>What ran under it, in order.</summary>
    public required ImmutableArray<Attempt> Ran { get; init; }

    /// <summary>Tries that were refused before it, since the gate's approval before.</summary>
    public required ImmutableArray<RecordedEvent> Refused { get; init; }

    /// <summary>Who voided it, and when; null when nobody did.</summary>
    public RecordedEvent? VoidedBy { get; init; }

    /// <summary>What is unusual about it.</summary>
    public required ImmutableArray<AuditFlag> Flags { get; init; }

    /// <summary>Whether the approver ran what they had approved; null when nothing was run.</summary>
    public bool? Solo => Ran.IsEmpty ? null : Ran.Any(a => a.By.Id == Approval.By.Id);
}

/// <summary>Who approved what, on which grounds, and what came of it: a pure function of a run.</summary>
public static class AuditTrail
{
    /// <summary>Every approval of a run, in order.</summary>
    public static ImmutableArray<AuditEntry> Of(Runbook runbook, RunState run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        return [.. run.Approvals.Select(a => Entry(runbook, run, a, now))];
    }

    private static AuditEntry Entry(Runbook runbook, RunState run, Approval approval, DateTimeOffset now)
    {
        var gate = runbook.FindGate(approval.GateId);
        var before = run.Approvals.LastOrDefault(a => a.GateId == approval.GateId && a.Sequence < approval.Sequence)?.Sequence ?? 0;
        ImmutableArray<RecordedEvent> refused =
        [
            .. run.Events.Where(e => e.Event is ApprovalRefused r && r.GateId == approval.GateId && e.Sequence > before && e.Sequence < approval.Sequence),
        ];
        ImmutableArray<Attempt> ran = [.. run.Attempts.Where(a => a.Started.ApprovalId == approval.Id)];
        ImmutableArray<AuditEvidence> rested = [.. approval.Event.RestsOn.Select(id => Evidence(runbook, run, approval, id)).OfType<AuditEvidence>()];
        return new()
        {
            Approval = approval,
            GateTitle = gate?.Title ?? approval.GateId,
            Phrase = approval.Event.Phrase ?? gate?.Phrase ?? "",
            RestedOn = rested,
            Ran = ran,
            Refused = refused,
            VoidedBy = run.Events.FirstOrDefault(e => e.Event is ApprovalVoided v && v.ApprovalId == approval.Id),
            Flags = [.. Flags(runbook, run, approval, gate, ran, rested, refused, before, now)],
        };
    }

    private static AuditEvidence? Evidence(Runbook runbook, RunState run, Approval approval, string attemptId) =>
        run.Attempts.FirstOrDefault(a => a.Id == attemptId) is { } attempt
            ? new(attempt.StepId, runbook.FindStep(attempt.StepId)?.Title ?? attempt.StepId, attempt, attempt.Settled, approval.At - attempt.EndedAt)
            : null;

    private static IEnumerable<AuditFlag> Flags(
        Runbook runbook, RunState run, Approval approval, Gate? gate, ImmutableArray<Attempt> ran, ImmutableArray<AuditEvidence> rested,
        ImmutableArray<RecordedEvent> refused, long before, DateTimeOffset now)
    {
        if (ran.Any(a => a.By.Id == approval.By.Id))
            yield return new("solo", gate is not null && gate.FourEyes != FourEyes.No);
        if (refused.Length > 0)
            yield return new(refused.Length == 1 ? "1 refused try" : $"{refused.Length} refused tries");
        if (run.Attempts.Any(a => a.Sequence > before && a.Sequence < approval.Sequence && a.Settled is Outcome.Failed or Outcome.TimedOut
            && gate is not null && GatePolicy.EvidenceSteps(runbook, gate).Any(s => s.Id == a.StepId)))
        {
            yield return new("after a failed check");
        }

        if (rested.Any(e => e.Attempt?.Finished?.Sandbox.StartsWith("not confined", StringComparison.Ordinal) == true))
            yield return new("a check ran without its sandbox", true);
        if (ran.Any(a => a.Outcome == Outcome.Unknown))
            yield return new("outcome unknown", true);
        if (ran.Any(a => a.Outcome is Outcome.Failed or Outcome.TimedOut))
            yield return new("a change failed", true);
        if (approval.Event.FolderDigest != FolderDigestOf(run) && approval.Event.FolderDigest.Length > 0)
            yield return new("revision changed in the folder");
        if (approval.Voided is not null)
            yield return new("voided");
        if (ran.IsEmpty && approval.Voided is null && approval.IsExpired(now))
            yield return new("expired unused");
        if (approval.Event.Renewal)
            yield return new("renewed half-way");
    }

    private static string FolderDigestOf(RunState run) => Digests.OfFiles(run.Opened.Files);
}
