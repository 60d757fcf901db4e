namespace Dashboard.Web;

/// <summary>
/// Redirects within this site without scheme and host (RFC 9110, section 10.2.2): a browser fills in those that it sees. What a request
/// says of them may be what a proxy calls this server, where no browser would find it.
/// </summary>
internal static class RelativeRedirects
{
    /// <summary>Adds it, before anything that redirects.</summary>
    public static IApplicationBuilder UseRelativeRedirects(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        http.Response.OnStarting(() =>
        {
            if (Uri.TryCreate(http.Response.Headers.Location, UriKind.Absolute, out var location)
                && Uri.TryCreate($"{http.Request.Scheme}://{http.Request.Host}", UriKind.Absolute, out var here)
                && Uri.Compare(location, here, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
                // What begins with two slashes is a host without its scheme: it must not lose its own.
                && !location.AbsolutePath.StartsWith("//", StringComparison.Ordinal))
            {
                http.Response.Headers.Location = location.GetComponents(
                    UriComponents.PathAndQuery | UriComponents.Fragment | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
            }

            return Task.CompletedTask;
        });
        return next(http);
    });
}
