namespace Dashboard.Auth;

/// <summary>Where to go after signing in: a place of this site, never another one.</summary>
internal static class LocalUrl
{
    /// <summary>The address if it is a path of this site, the home page otherwise.</summary>
    /// <param name="url">The address, with the site's path or below it.</param>
    /// <param name="pathBase">The path that the site lies below; empty for the root.</param>
    public static string OrHome(string? url, PathString pathBase) =>
        url is not ['/', ..] || IsElsewhere(url) || url.Any(char.IsControl) || url.Contains('\\', StringComparison.Ordinal) ? pathBase + "/"
        : IsBelow(url, pathBase) ? url
        : pathBase + url;

    // Two slashes in a row, and segments of dots: whoever takes the dots out of "/.//elsewhere" has "//elsewhere" left, which is another
    // site.
    private static bool IsElsewhere(string url)
    {
        var path = url.AsSpan(0, url.AsSpan().IndexOfAny('?', '#') is >= 0 and var end ? end : url.Length);
        return path.Contains("//", StringComparison.Ordinal);
    }

    private static bool IsBelow(string url, PathString pathBase) =>
        url.StartsWith(pathBase.ToString(), StringComparison.Ordinal)
            && (url.Length == pathBase.ToString().Length || url[pathBase.ToString().Length] is '/' or '?' or '#');
}
