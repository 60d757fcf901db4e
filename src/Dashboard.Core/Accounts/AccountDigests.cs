using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Accounts;

/// <summary>
/// Digests of what the tables of accounts hold and the ledger must not: SHA-256, lower-case hex. By them, what somebody put there behind
/// the product's back is told from what it wrote itself.
/// </summary>
/// <param name="Password">Of the whole password hash: PBKDF2 with a salt, so the digest helps nobody to guess. Null when the event does not
/// set it.</param>
/// <param name="Stamp">Of the security stamp, 160 random bits. Null when the event does not set it.</param>
/// <param name="Token">Of an invitation's token, 256 random bits: what the table itself holds. Null for other events.</param>
public sealed record AccountDigests(string? Password = null, string? Stamp = null, string? Token = null)
{
    /// <summary>The digest of a value of a table; null when there is none.</summary>
    public static string? Of(string? value) => value is null ? null : Digests.Of(value);
}
