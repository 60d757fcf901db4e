using System.Security.Claims;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Auth;

/// <summary>
/// Takes a cookie only of an account that the record knows and does not lock, in place of Identity's own, which asks the tables alone. With
/// it, everything that needs somebody who is signed in needs somebody who is on record.
/// </summary>
internal sealed class RecordedSessions(IOptions<SecurityStampValidatorOptions> options, SignInManager<Account> cookies,
    ILoggerFactory logs, IAccounts accounts)
    : SecurityStampValidator<Account>(options, cookies, logs)
{
    protected override async Task<Account?> VerifySecurityStamp(ClaimsPrincipal? principal) =>
        await base.VerifySecurityStamp(principal) is { } account && await accounts.FindAsync(account.Id, account.SecurityStamp) is not null
            ? account
            : null;
}
