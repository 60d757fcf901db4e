using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>Approves gates and voids approvals. Every rejected approval is on the ledger.</summary>
internal sealed class GateCommands(RunSession session, RunDependencies services)
{
    private readonly DriftGuard _guard = new(session, services);

    /// <summary>Approves a gate, when nothing but the phrase is missing and the phrase is right.</summary>
    public async Task<CommandResult> ApproveAsync(Person person, RunCommand.ApproveGate command)
    {
        var (run, runbook) = (session.State, session.Runbook);
        var now = run.Time(services.Now);
        if (runbook.FindGate(command.GateId) is not { } gate)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, $"The runbook has no gate {command.GateId}.",
                "Reload the page."));
        var reasons = GatePolicy.DecideApproval(runbook, run, gate, person, now).Reasons;
        if (run.Running is { } running)
        {
            reasons = reasons.Add(new(LockCode.Busy, $"“{session.FindStep(running.StepId)?.Title}” is running.",
                "Wait for it, or cancel it.", running.StepId));
        }

        if (SoloRule.NeedsReason(gate, person) && string.IsNullOrWhiteSpace(command.Reason))
            reasons = reasons.Add(new(LockCode.ReasonMissing, $"“{gate.Title}” prefers two people.",
                "Give a reason: who else reviewed it, or why nobody could."));
        if (PhraseCheck.Difference(gate.Phrase, command.Phrase) is { } difference)
            reasons = reasons.Add(new(LockCode.PhraseDiffers, difference, "Type the phrase exactly as shown."));
        if (!reasons.IsEmpty)
            return await RefuseAsync(person, gate, reasons);

        if (FreeText.TooLong(command.Reason) is { } tooLong)
            return CommandResult.Refused(tooLong);
        var (reason, refusal) = await services.Secrets.MaskAsync(session, command.Reason);
        if (refusal is not null)
            return CommandResult.Refused(refusal);
        var approved = new GateApproved
        {
            ApprovalId = Guid.CreateVersion7(now).ToString("N"),
            GateId = gate.Id,
            Phrase = gate.Phrase,
            RunbookDigest = run.Opened.RunbookDigest,
            FolderDigest = await _guard.FolderDigestAsync(),
            Target = run.Opened.Target,
            InputsDigest = Digests.OfInputs(RunValues.For(runbook, run, gate)),
            Steps = [.. InPlay.Of(runbook, run).StepsBehind(gate.Id).Select(s => new ApprovedStep(s.Id, s.Digest))],
            Rollbacks = [.. runbook.RollbacksOf(gate.Id).Select(s => new ApprovedStep(s.Id, s.Digest))],
            RestsOn = [.. GatePolicy.RestsOn(runbook, run, gate).Select(a => a.Id)],
            Reason = reason,
            ExpiresAt = now + gate.Valid,
            Renewal = GatePolicy.IsInProgress(runbook, run, gate),
        };
        await session.AppendAsync(person.Actor, approved);
        return CommandResult.Ok(approved.ApprovalId);
    }

    /// <summary>Voids an approval.</summary>
    public async Task<CommandResult> VoidAsync(Person person, RunCommand.VoidApproval command)
    {
        if (!person.MayApprove)
            return CommandResult.Refused(new LockReason(LockCode.Role, "Only an operator or a lead voids an approval.",
                "Ask one of them."));
        if (!session.State.IsOpen)
            return CommandResult.Refused(new LockReason(LockCode.RunClosed, "The run is closed.", "Nothing can be run any more."));
        if (session.State.Approvals.FirstOrDefault(a => a.Id == command.ApprovalId) is not { Voided: null } approval)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, "Approval not found, or already void.", "Reload the page."));
        if (FreeText.Problem(command.Reason, "a reason") is { } problem)
            return CommandResult.Refused(problem);
        // Voiding an approval is never refused for want of masking: then the reason is left out, in words.
        if (FreeText.TooLong(command.Reason) is { } tooLong)
            return CommandResult.Refused(tooLong);
        var (reason, refusal) = await services.Secrets.MaskAsync(session, command.Reason);
        await session.AppendAsync(person.Actor, new ApprovalVoided
        {
            ApprovalId = approval.Id,
            Reason = refusal is null ? reason : "The reason was not kept, because a declared secret could not be read and masked.",
        });
        return CommandResult.Ok(approval.Id);
    }

    /// <summary>Allows changes outside the change window.</summary>
    public async Task<CommandResult> OverrideWindowAsync(Person person, RunCommand.OverrideWindow command)
    {
        if (!person.MayApprove)
            return CommandResult.Refused(new LockReason(LockCode.Role, "Only an operator or a lead overrides the change window.",
                "Ask one of them."));
        if (!session.State.IsOpen)
            return CommandResult.Refused(new LockReason(LockCode.RunClosed, "The run is closed.", "Nothing can be run any more."));
        if (GatePolicy.WindowReason(session.Runbook, session.State, services.Now) is null)
            return CommandResult.Refused(new LockReason(LockCode.Invalid, "The change window keeps nothing waiting now.",
                "Go on with the next step."));
        if (FreeText.Problem(command.Reason, "a reason") is { } problem)
            return CommandResult.Refused(problem);
        var (reason, refusal) = await services.Secrets.MaskAsync(session, command.Reason);
        if (refusal is not null)
            return CommandResult.Refused(refusal);
        await session.AppendAsync(person.Actor, new WindowOverridden { Window = session.Runbook.Window!.ToString(), Reason = reason });
        return CommandResult.Ok();
    }

    private async Task<CommandResult> RefuseAsync(Person person, Gate gate, ImmutableArray<LockReason> reasons)
    {
        await session.AppendAsync(person.Actor, new ApprovalRefused
        {
            GateId = gate.Id,
            Reason = string.Join(' ', reasons.Select(r => r.Message)),
        });
        return new(reasons);
    }
}
