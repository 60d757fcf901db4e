using System.Globalization;

namespace Dashboard.Core.Audit;

/// <summary>
/// The words of every <see cref="AuditFlag"/>, as the screens, reports and exports say them. docs/lead.md explains each.
/// </summary>
public static class AuditFlags
{
    /// <summary>An approval that was refused.</summary>
    public const string Rejected = "rejected";

    /// <summary>The approver ran a step under the approval.</summary>
    public const string Solo = "solo";

    /// <summary>The approver's account goes back to an invitation by whoever ran a step.</summary>
    public const string ApproverInvited = "approver was invited by the operator";

    /// <summary>The account that ran a step goes back to an invitation by the approver.</summary>
    public const string OperatorInvited = "approver invited the operator";

    /// <summary>Approvals of the gate were rejected since the one before; <see cref="RejectedBefore(int)"/> says how many.</summary>
    public const string RejectedBeforeMany = "N rejected approvals before";

    /// <summary>A check that the gate asks for had failed since the approval before.</summary>
    public const string AfterFailedCheck = "after a failed check";

    /// <summary>A check that the approval rests on was not confined.</summary>
    public const string NoSandbox = "a check ran without the sandbox";

    /// <summary>A step under the approval has an unknown outcome that nobody has resolved.</summary>
    public const string OutcomeUnknown = "outcome unknown";

    /// <summary>A person said how a step of unknown outcome ended.</summary>
    public const string OutcomeResolved = "unknown outcome resolved";

    /// <summary>A step under the approval failed, timed out or was cancelled.</summary>
    public const string ChangeFailed = "a change failed";

    /// <summary>What lay in the runbooks folder at the approval was not what the run had pinned.</summary>
    public const string FolderChanged = "runbook changed in the folder";

    /// <summary>It was voided.</summary>
    public const string Voided = "voided";

    /// <summary>It expired before anything was run.</summary>
    public const string ExpiredUnused = "expired unused";

    /// <summary>Changes behind the gate were in progress when it was approved.</summary>
    public const string Renewed = "renewed while in progress";

    /// <summary>Two accounts approved and ran; nothing but their passwords shows that they are two people.</summary>
    public const string PasswordsAlone = "two-person rule by passwords alone";

    /// <summary>The list of approvals is all that can be read.</summary>
    public const string Unreadable = "the run's record cannot be read";

    /// <summary>How many approvals were rejected before.</summary>
    public static string RejectedBefore(int count) => count == 1
        ? "1 rejected approval before"
        : RejectedBeforeMany.Replace("N", count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
