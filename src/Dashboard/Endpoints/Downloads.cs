namespace Dashboard.Endpoints;

/// <summary>What all downloads have in common.</summary>
internal static class Downloads
{
    /// <summary>Whatever is in it, the browser saves it and makes nothing else of it.</summary>
    public static void Guard(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers.CacheControl = "private, no-store";
    }
}
