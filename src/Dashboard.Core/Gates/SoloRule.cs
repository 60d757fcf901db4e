using Dashboard.Core.Runs;

namespace Dashboard.Core.Gates;

/// <summary>Whether one person approved and ran.</summary>
public static class SoloRule
{
    /// <summary>True when the approver also ran a step under the approval; false when only others did; null while nobody has.</summary>
    public static bool? Of(RunState run, Approval approval)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(approval);
        return run.Attempts.Where(a => a.Started.ApprovalId == approval.Id).Select(a => (bool?)(a.By.Id == approval.By.Id)).Max();
    }
}
