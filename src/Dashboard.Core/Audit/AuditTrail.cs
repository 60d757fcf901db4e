using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Audit;

/// <summary>Who approved what, on which grounds, and what came of it: a pure function of a run.</summary>
public static class AuditTrail
{
    /// <summary>Every approval and every rejected approval of a run, in order.</summary>
    /// <param name="number">The run's number.</param>
    /// <param name="runbook">The runbook as pinned.</param>
    /// <param name="run">What happened.</param>
    /// <param name="now">The time: an approval may have expired by now.</param>
    public static ImmutableArray<AuditRecord> Of(long number, Runbook runbook, RunState run, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(run);
        var records =
            from recorded in run.Events
            let approval = recorded.Event is GateApproved ? run.Approvals.First(a => a.Sequence == recorded.Sequence) : null
            where approval is not null || recorded.Event is ApprovalRefused
            select approval is null ? Refused(number, runbook, run, recorded) : Approved(number, runbook, run, approval, now);
        return [.. records];
    }

    private static AuditRecord Refused(long number, Runbook runbook, RunState run, RecordedEvent recorded)
    {
        var refused = (ApprovalRefused)recorded.Event;
        return Common(number, runbook, run, recorded.Sequence, recorded.At, recorded.Actor, refused.GateId) with
        {
            Reason = refused.Reason,
            Flags = [new(AuditFlags.Rejected, true)],
        };
    }

    private static AuditRecord Approved(long number, Runbook runbook, RunState run, Approval approval, DateTimeOffset now)
    {
        var gate = runbook.FindGate(approval.GateId);
        var before = run.Approvals.LastOrDefault(a => a.GateId == approval.GateId && a.Sequence < approval.Sequence)?.Sequence ?? 0;
        var record = Common(number, runbook, run, approval.Sequence, approval.At, approval.By, approval.GateId) with
        {
            Approved = true,
            Phrase = approval.Event.Phrase ?? gate?.Phrase ?? "",
            Reason = approval.Event.Reason,
            RunbookDigest = approval.Event.RunbookDigest,
            Renewal = approval.Event.Renewal,
            ExpiresAt = approval.Event.ExpiresAt,
            RestedOn =
            [
                .. approval.Event.RestsOn.Select(id => run.Attempts.FirstOrDefault(a => a.Id == id)).OfType<Attempt>()
                    .Select(a => new AuditedCheck(a.StepId, Title(a.StepId), a.Id, a.Settled, approval.At - a.EndedAt, a.Finished?.Sandbox)
                    {
                        SettledBy = a.SettledBy,
                    }),
            ],
            Ran =
            [
                .. run.Attempts.Where(a => a.Started.ApprovalId == approval.Id || IsRollbackUnder(runbook, run, approval, a))
                    .Select(a => new AuditedStep(a.StepId, Title(a.StepId), a.Id, a.Settled, a.By.Name, a.StartedAt, a.EndedAt)
                    {
                        Tie = a.Started.Tie,
                        SettledBy = a.SettledBy,
                        IsRollback = a.Started.ApprovalId is null,
                    }),
            ],
            RefusedBefore = run.Events.Count(e => e.Event is ApprovalRefused r && r.GateId == approval.GateId && e.Sequence > before
                && e.Sequence < approval.Sequence),
            Voided = run.Events.FirstOrDefault(e => e.Event is ApprovalVoided v && v.ApprovalId == approval.Id)
                is { Event: ApprovalVoided voided } by
                ? new(by.Actor.Name, by.At, voided.Reason)
                : null,
            Solo = SoloRule.Of(run, approval),
        };
        return record with { Flags = [.. Flags(record, runbook, run, approval, gate, before, now)] };

        string Title(string stepId) => runbook.FindStep(stepId)?.Title ?? stepId;
    }

    // A rollback names no approval. It runs because a step behind its gate has run: the approval of the latest of these made it possible.
    private static bool IsRollbackUnder(Runbook runbook, RunState run, Approval approval, Attempt attempt) =>
        attempt.Started.ApprovalId is null
        && runbook.FindStep(attempt.StepId) is { Kind: StepKind.Rollback } step && step.GateId == approval.GateId
        && run.Attempts.LastOrDefault(a => a.Sequence < attempt.Sequence && a.Started.ApprovalId is not null
            && runbook.FindStep(a.StepId)?.GateId == approval.GateId)?.Started.ApprovalId == approval.Id;

    private static AuditRecord Common(long number, Runbook runbook, RunState run, long entry, DateTimeOffset at, Actor by, string gateId) =>
        new()
        {
            Entry = entry,
            At = at,
            RunId = run.RunId,
            Run = number,
            Runbook = run.Opened.Slug,
            Title = run.Opened.Title,
            RunbookDigest = run.Opened.RunbookDigest,
            Mode = run.Opened.Mode,
            Target = run.Opened.Target,
            Gate = gateId,
            GateTitle = runbook.FindGate(gateId)?.Title ?? gateId,
            By = by.Name,
            From = by.From,
        };

    private static IEnumerable<AuditFlag> Flags(
        AuditRecord record, Runbook runbook, RunState run, Approval approval, Gate? gate, long before, DateTimeOffset now)
    {
        if (record.Solo == true)
            yield return new(AuditFlags.Solo, gate is not null && gate.FourEyes != FourEyes.No);
        // Somebody who invites a second account can be two people in the record. It cannot tell, so it says what it knows.
        var bad = gate is not null && gate.FourEyes != FourEyes.No;
        if (record.Ran.Any(s => s.Tie == ApproverTie.InvitedByRunner))
            yield return new(AuditFlags.ApproverInvited, bad);
        if (record.Ran.Any(s => s.Tie == ApproverTie.InvitedRunner))
            yield return new(AuditFlags.OperatorInvited, bad);
        if (record.RefusedBefore > 0)
            yield return new(AuditFlags.RejectedBefore(record.RefusedBefore), true);
        if (run.Attempts.Any(a => a.Sequence > before && a.Sequence < approval.Sequence && a.Settled is Outcome.Failed or Outcome.TimedOut
            && gate is not null && GatePolicy.EvidenceSteps(runbook, gate).Any(s => s.Id == a.StepId)))
        {
            yield return new(AuditFlags.AfterFailedCheck);
        }

        if (record.RestedOn.Any(e => e.Sandbox?.StartsWith("not confined", StringComparison.Ordinal) == true))
            yield return new(AuditFlags.NoSandbox, true);
        if (record.Ran.Any(a => a.Outcome == Outcome.Unknown))
            yield return new(AuditFlags.OutcomeUnknown, true);
        if (record.Ran.Any(a => a.SettledBy is not null))
            yield return new(AuditFlags.OutcomeResolved);
        if (record.Ran.Any(a => a.Outcome is Outcome.Failed or Outcome.TimedOut or Outcome.Cancelled))
            yield return new(AuditFlags.ChangeFailed, true);
        if (approval.Event.FolderDigest.Length > 0 && approval.Event.FolderDigest != Digests.OfFiles(run.Opened.Files))
            yield return new(AuditFlags.FolderChanged);
        if (record.Voided is not null)
            yield return new(AuditFlags.Voided);
        if (record.Ran.IsEmpty && record.Voided is null && run.IsExpired(approval, now))
            yield return new(AuditFlags.ExpiredUnused);
        if (record.Renewal)
            yield return new(AuditFlags.Renewed);
        // As long as no account has a second factor, whoever knows two passwords is two people.
        if (record.Solo == false && bad)
            yield return new(AuditFlags.PasswordsAlone);
    }
}
