using Dashboard.Core.Runbooks;
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

    /// <summary>
    /// Whether the person must give a reason when they approve the gate: two people are preferred, and they could go on alone. Whoever
    /// cannot run the steps is the other pair of eyes.
    /// </summary>
    public static bool NeedsReason(Gate gate, Person person)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(person);
        return gate.FourEyes == FourEyes.Preferred && person.MayRun;
    }

    /// <summary>Whether the person would be alone with it where they ran what the approval unlocked.</summary>
    public static bool WouldBeSolo(Gate gate, Approval approval, Person person)
    {
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(approval);
        ArgumentNullException.ThrowIfNull(person);
        return NeedsReason(gate, person) && person.CountsAs(approval.By);
    }
}
