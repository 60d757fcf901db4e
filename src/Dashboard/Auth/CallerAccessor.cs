using System.Security.Claims;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Auth;

/// <summary>
/// Says who is at the other end of this circuit or request, as their cookie says. What they may do is for the engine to look up.
/// </summary>
public sealed class CallerAccessor(AuthenticationStateProvider authentication, IOptions<IdentityOptions> identity)
{
    /// <summary>The address of the browser, as the request for the page had it. A circuit cannot tell by itself.</summary>
    public string? From { get; set; }

    /// <summary>The caller; null when nobody is signed in.</summary>
    public async Task<Caller?> GetAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return user.Identity is { IsAuthenticated: true }
            && user.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && user.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType) is { } stamp
            ? new(id, stamp, From)
            : null;
    }
}
