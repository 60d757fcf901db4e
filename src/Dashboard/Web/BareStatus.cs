using Microsoft.AspNetCore.Diagnostics;

namespace Dashboard.Web;

/// <summary>
/// Pages that explain a status are for people who look for a page. What posts or connects gets its status, and nothing that hides it.
/// </summary>
internal static class BareStatus
{
    /// <summary>Switches such pages off for everything but pages.</summary>
    public static IApplicationBuilder UseBareStatusForScripts(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var looks = HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/_blazor");
        if (!looks && http.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
        return next(http);
    });
}
