using System.Security.Claims;
using Dashboard.Engine.Ports;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Accounts;

/// <summary>
/// What a cookie says of a person: who they are, by the name and with the roles that were recorded. Tables of claims, which the product
/// never writes, add nothing.
/// </summary>
internal sealed class RecordedClaims(UserManager<Account> users, IOptions<IdentityOptions> options, IAccounts accounts)
    : UserClaimsPrincipalFactory<Account>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        var types = Options.ClaimsIdentity;
        string[] own = [types.UserIdClaimType, types.SecurityStampClaimType];
        foreach (var claim in identity.Claims.Where(c => !own.Contains(c.Type)).ToArray())
            identity.RemoveClaim(claim);
        if (await accounts.FindAsync(user.Id) is { } person)
            identity.AddClaims([new(types.UserNameClaimType, person.Actor.Name),
                .. person.Roles.Select(r => new Claim(types.RoleClaimType, r.ToString()))]);
        return identity;
    }
}
