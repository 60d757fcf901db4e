namespace Dashboard.Engine.Accounts;

/// <summary>How long names and passwords may be.</summary>
public static class AccountLimits
{
    /// <summary>
    /// No password is shorter, in characters. Length is what counts; there are no rules of composition (NIST SP 800-63B).
    /// </summary>
    public const int ShortestPassword = 12;

    /// <summary>No password is longer, in characters.</summary>
    public const int LongestPassword = 1_000;

    /// <summary>No name is longer, in characters.</summary>
    public const int LongestName = 100;
}
