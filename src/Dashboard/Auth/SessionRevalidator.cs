using System.Security.Claims;
using Dashboard.Engine.Accounts;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Auth;

/// <summary>Ends what an open page shows of its user soon after the account was signed out, locked or changed.</summary>
internal sealed class SessionRevalidator(ILoggerFactory logs, IAccounts accounts, IOptions<IdentityOptions> identity)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => SignInServices.Trust;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState,
        CancellationToken cancellationToken) =>
        authenticationState.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        && authenticationState.User.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) is { } stamp
        && await accounts.FindAsync(id, stamp, cancellationToken) is not null;
}
