using Dashboard.Core.Accounts;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// Takes a password for right only when its hash is the one that was recorded: a hash that somebody copied into the table, from an account
/// whose password they know, opens nothing, and neither does an account that nothing on record has created. Accounts of before digests were
/// recorded are taken as they are until their next password.
/// </summary>
internal sealed class RecordedPasswordHasher(AccountLedger ledger) : PasswordHasher<Account>
{
    public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
    {
        // Both are always done: what takes longer must not tell which names exist.
        var (result, recorded) =
            (base.VerifyHashedPassword(user, hashedPassword, providedPassword), ledger.Read().Accounts.GetValueOrDefault(user.Id));
        return recorded is null || (recorded.Password is { } digest && digest != AccountDigests.Of(hashedPassword))
            ? PasswordVerificationResult.Failed
            : result;
    }
}
