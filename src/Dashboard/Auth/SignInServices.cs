using System.Security.Claims;
using System.Threading.RateLimiting;
using Dashboard.Configuration;
using Dashboard.Engine;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Ports;
using Dashboard.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Auth;

/// <summary>Cookies, and who may open what.</summary>
internal static class SignInServices
{
    /// <summary>
    /// How long an open page goes on showing its user as signed in who is not any more. Actions are looked up each time, whatever a page
    /// says.
    /// </summary>
    public static readonly TimeSpan Trust = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many tries a browser that is known, or else an address, has each minute at the pages that take passwords and tokens.
    /// </summary>
    public const int TriesPerMinute = 30;

    private static readonly TimeSpan SignedInFor = TimeSpan.FromHours(12);

    /// <summary>Adds sign-in by cookie. Everything needs it that does not say otherwise.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var data = Path.GetFullPath(builder.Configuration[$"{Settings.Section}:{nameof(EngineOptions.Data)}"]!);
        services.AddDataProtection().SetApplicationName("cutover-dashboard").PersistKeysToFileSystem(new(Path.Combine(data, "keys")));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<Account>().AddSignInManager();
        services.AddScoped<ISecurityStampValidator, RecordedSessions>();
        // A page is one request and then a circuit: looking the account up for each costs little.
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = TimeSpan.Zero);
        services.ConfigureApplicationCookie(o =>
        {
            o.Cookie.Name = "cutover";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            (o.LoginPath, o.AccessDeniedPath, o.ReturnUrlParameter) = ("/sign-in", "/no-access", "returnUrl");
            (o.ExpireTimeSpan, o.SlidingExpiration) = (SignedInFor, true);
        });
        services.AddAntiforgery(o =>
            (o.Cookie.Name, o.Cookie.SameSite, o.Cookie.SecurePolicy) =
                ("cutover-form", SameSiteMode.Strict, CookieSecurePolicy.SameAsRequest));
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, SessionRevalidator>();
        services.AddScoped<CallerAccessor>();
        services.AddSingleton<DeviceCookie>();
        services.AddHttpContextAccessor();
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.OnRejected = async (context, cancellation) =>
            {
                context.HttpContext.Response.Headers.RetryAfter = "60";
                await context.HttpContext.Response.WriteAsync(
                    "Too many attempts from your browser or your address. Wait one minute, then go back and try again.", cancellation);
            };
            o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
                HttpMethods.IsPost(http.Request.Method) && TakesSecrets(http.Request.Path)
                    ? RateLimitPartition.GetFixedWindowLimiter(Sender(http),
                        _ => new() { PermitLimit = TriesPerMinute, Window = TimeSpan.FromMinutes(1) })
                    : RateLimitPartition.GetNoLimiter(""));
        });
    }

    /// <summary>Maps the end of all of an account's sessions.</summary>
    public static void MapSignOut(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", async (HttpContext http, IAntiforgery antiforgery, SignIns signIns, SignInManager<Account> cookies) =>
        {
            if (!await antiforgery.IsRequestValidAsync(http))
                return Results.BadRequest("This form is out of date. Go back, reload the page, and sign out there.");
            if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id)
                await signIns.SignOutAsync(id, http.RequestAborted);
            await cookies.SignOutAsync();
            return Results.LocalRedirect("~/sign-in?left=true");
        }).RequireAuthorization();

    // Behind a router, or a proxy that the settings do not name, everybody has one address: who has signed in before does not wait for who
    // has not.
    private static string Sender(HttpContext http) =>
        http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } account ? $"account {account}"
        : http.RequestServices.GetRequiredService<DeviceCookie>().Read(http) is { } device ? $"device {device.AccountId} {device.DeviceId}"
        : $"address {AddressPrefix.Of(ClientAddress.TextOf(http))}";

    private static bool TakesSecrets(PathString path) =>
        path.StartsWithSegments("/sign-in") || path.StartsWithSegments("/sign-up") || path.StartsWithSegments("/account");
}
