namespace Dashboard.Engine.Accounts;

/// <summary>What came of letting an account in again.</summary>
public enum RecoveryAnswer
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There is no account of that name.</summary>
    NoSuchAccount,

    /// <summary>Wrong tries are forgiven, but a lead has locked the account, and that was to stay.</summary>
    LockedByLead,
}
