using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Looks at who approved again: an approval is the word of somebody who may give it. When the approver's account is locked, or may not
/// approve any more, what they approved is voided, visibly; unlocking the account brings no approval back.
/// </summary>
internal sealed class ApproverGuard(RunSession session, RunDependencies services)
{
    /// <summary>Null when the step may start; else the reason, after its approval was voided.</summary>
    public async Task<LockReason?> CheckAsync(Step step)
    {
        if (Current(step) is not { } approval || await ProblemAsync(approval) is not { } problem)
            return null;
        await VoidAsync(approval, problem);
        return new(LockCode.ApprovalVoided, problem, "Ask someone who may approve to approve again.", step.Id);
    }

    /// <summary>Voids every approval in use whose approver may not approve any more.</summary>
    public async Task VoidLostAsync()
    {
        foreach (var approval in session.State.Approvals.Where(a => GatePolicy.IsInUse(session.Runbook, session.State, a, services.Now)))
        {
            if (await ProblemAsync(approval) is { } problem)
                await VoidAsync(approval, problem);
        }
    }

    /// <summary>
    /// How the approver and whoever runs the step are tied by invitations; null when they are not, or the settings do not ask.
    /// </summary>
    public async Task<ApproverTie?> TieAsync(Approval approval, Person runner) =>
        services.Options.Value.InvitedApprover == InvitedApprover.Allowed
            ? null
            : await services.History.TieAsync(approval.By.Id, runner.Actor.Id);

    /// <summary>
    /// Why an attempt whose start is committed must not be spawned: since the decision, its approver or whoever started it was locked or
    /// lost their role. Null when it may run.
    /// </summary>
    public async Task<string?> RefusalAsync(Actor by, StepStarted started)
    {
        try
        {
            if (await services.Accounts.FindAsync(by.Id) is not { MayRun: true })
                return $"{by.Name}, who started it, was locked or lost their role in that moment. Nothing was run.";
            return session.State.Approvals.FirstOrDefault(a => a.Id == started.ApprovalId) is { } approval
                && await ProblemAsync(approval) is { } problem
                ? $"{problem} Nothing was run."
                : null;
        }
        catch (Exception e)
        {
            // Whatever it is: nobody could look, so nothing runs, and the attempt has its end.
            return $"Nobody could look whether the approval still counts: {e.Message} Nothing was run.";
        }
    }

    private Approval? Current(Step step) => step.Kind.NeedsApproval() && session.Runbook.FindGate(step.GateId!) is { } gate
        ? GatePolicy.Current(session.Runbook, session.State, gate, services.Now)
        : null;

    private Task<RecordedEvent> VoidAsync(Approval approval, string problem) =>
        session.AppendAsync(Actor.System, new ApprovalVoided { ApprovalId = approval.Id, Reason = problem });

    private async Task<string?> ProblemAsync(Approval approval) => await services.Accounts.FindAsync(approval.By.Id) switch
    {
        null => $"{approval.By.Name}, who approved it, is locked, or has no account any more.",
        { MayApprove: false } => $"{approval.By.Name}, who approved it, may not approve any more.",
        // Locked and unlocked before anybody looked: that brings no approval back either.
        _ when await services.History.LostAsync(approval.By.Id) > approval.Sequence =>
            $"{approval.By.Name}, who approved it, was locked or might not approve for a while after that.",
        _ => null,
    };
}
