namespace Dashboard.Web;

/// <summary>Serves everything below a path, such as <c>/cutover</c>, where a proxy has other things at the root of its site.</summary>
internal static class PathBase
{
    /// <summary>
    /// The path of a setting: with a slash before it and none behind it; empty for the root. Null when the setting is no path.
    /// </summary>
    public static string? Read(string setting)
    {
        var segments = setting.Trim('/').Split('/');
        return setting.Trim('/').Length == 0 ? ""
            : segments.All(s => s.Length > 0 && s.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~')
                && s is not ("." or "..")) ? "/" + string.Join('/', segments)
            : null;
    }

    /// <summary>
    /// Takes the path off each request, so that nothing behind it knows of it, and every link, redirect and cookie gets it back. A proxy
    /// may have taken it off already: what comes without it is served the same.
    /// </summary>
    public static IApplicationBuilder UsePathBaseOf(this IApplicationBuilder app, string setting)
    {
        if (Read(setting) is not { Length: > 0 } path)
            return app;
        return app.Use((http, next) =>
        {
            var request = http.Request;
            if (!request.Path.StartsWithSegments(path, StringComparison.Ordinal, out var matched, out var rest))
            {
                request.PathBase = request.PathBase.Add(path);
                return next(http);
            }

            if (!rest.HasValue)
            {
                // Relative addresses in a page lead below it only from a path that ends with a slash.
                http.Response.Redirect(request.PathBase.Add(matched) + "/" + request.QueryString);
                return Task.CompletedTask;
            }

            (request.PathBase, request.Path) = (request.PathBase.Add(matched), rest);
            return next(http);
        });
    }
}
