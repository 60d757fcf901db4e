namespace Dashboard.Engine.Accounts;

/// <summary>What a password must not be. Length is asked for; composition is not.</summary>
public static class PasswordRules
{
    private static readonly string[] Common =
        ["password1234", "123456789012", "qwertyuiop12", "administrator", "letmeinletmein", "passwordpassword", "correcthorsebatterystaple",
            "changemechangeme"];

    /// <summary>What is wrong with a password, saying what to choose instead; null when it is fine.</summary>
    public static string? Problem(string name, string? password) =>
        string.IsNullOrEmpty(password) || password.Length < AccountLimits.ShortestPassword
            ? $"The password needs at least {AccountLimits.ShortestPassword} characters. Use a passphrase."
            : password.Length > AccountLimits.LongestPassword
                ? $"The password has {password.Length} characters; at most {AccountLimits.LongestPassword} are allowed."
            : name.Trim().Length > 2 && password.Contains(name.Trim(), StringComparison.OrdinalIgnoreCase)
                ? "The password must not contain the name. Choose another one."
            : password.Distinct().Count() < 4 || Common.Contains(password, StringComparer.OrdinalIgnoreCase)
                ? "That password is too easy to guess. Choose another one."
            : null;
}
