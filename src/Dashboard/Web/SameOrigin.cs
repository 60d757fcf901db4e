using Microsoft.Net.Http.Headers;

namespace Dashboard.Web;

/// <summary>
/// Refuses what another site's page sends here, a WebSocket above all: cookies go along with those from any port of the same host.
/// </summary>
internal static class SameOrigin
{
    /// <summary>Adds the check before anything that acts.</summary>
    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.Use(async (http, next) =>
    {
        var origin = http.Request.Headers.Origin.ToString();
        var acts = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)
            || http.Request.Headers.ContainsKey(HeaderNames.SecWebSocketKey);
        // The browser itself says so, whatever a proxy makes of the host, and no page can make it say so (Fetch Metadata). Over plain http
        // it says nothing.
        var says = http.Request.Headers["Sec-Fetch-Site"].ToString();
        var isOwn = says switch
        {
            "same-origin" => true,
            "same-site" or "cross-site" => false,
            _ => IsOwn(origin, http.Request.Host),
        };
        if (acts && origin.Length > 0 && !isOwn)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            await http.Response.WriteAsync(
                $"This request came from another site: from a page of {origin}, to the host {http.Request.Host}. "
                    + "When they are one and the same, a proxy between them changes the Host header; docs/deploy.md says what it should "
                    + "pass on.");
            return;
        }

        await next(http);
    });

    // Scheme aside: behind a proxy that ends TLS, the request arrives by http. A browser leaves out the port that its scheme stands for,
    // and a proxy may add it.
    private static bool IsOwn(string origin, HostString host) => Uri.TryCreate(origin, UriKind.Absolute, out var uri)
        && uri.IdnHost.Equals(host.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
        && (host.Port ?? (uri.IsDefaultPort ? uri.Port : -1)) == uri.Port;
}
