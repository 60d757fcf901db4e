namespace Dashboard.Engine;

/// <summary>What is made of an approver and somebody who runs the steps when the account of one was invited by the other.</summary>
public enum InvitedApprover
{
    /// <summary>Nothing: they are two people.</summary>
    Allowed,

    /// <summary>They are two people, and the audit says how their accounts are tied.</summary>
    Flagged,

    /// <summary>They count as one person, so gates that ask for four eyes ask for somebody else.</summary>
    Refused,
}
