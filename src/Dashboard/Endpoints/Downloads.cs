using Dashboard.Engine.Runs;
using Dashboard.Web;

namespace Dashboard.Endpoints;

/// <summary>What all downloads have in common.</summary>
internal static class Downloads
{
    private const string Policy = "downloads";

    /// <summary>Registers the headers of downloads, which stand in place of those of pages.</summary>
    public static IServiceCollection AddDownloads(this IServiceCollection services)
    {
        services.AddSecurityHeaderPolicies().AddPolicy(Policy, policy => policy
            .AddOwnSiteAlone()
            .AddContentSecurityPolicy(csp =>
            {
                csp.AddDefaultSrc().None();
                csp.AddFrameAncestors().None();
                csp.AddSandbox();
            }));
        return services;
    }

    /// <summary>
    /// Maps a download. Everyone who is signed in may read; whatever is in it, the browser saves it and makes nothing else of it.
    /// </summary>
    // The headers go with the endpoint: what a handler sets is replaced by the policy of pages when the answer begins.
    public static void MapDownload(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapGet(pattern, handler).RequireAuthorization().WithSecurityHeadersPolicy(Policy).AddEndpointFilter(async (context, next) =>
        {
            try
            {
                return await next(context);
            }
            catch (UnreadableRunException e)
            {
                return Results.Text(e.Message, statusCode: StatusCodes.Status409Conflict);
            }
        });

    /// <summary>Keeps copies out of caches.</summary>
    public static void Guard(HttpContext http) => http.Response.Headers.CacheControl = "private, no-store";
}
