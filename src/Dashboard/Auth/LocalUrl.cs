namespace Dashboard.Auth;

/// <summary>Where to go after signing in: a place of this site, never another one.</summary>
internal static class LocalUrl
{
    /// <summary>The address if it is a path of this site, the home page otherwise.</summary>
    public static string OrHome(string? url) =>
        url is ['/', ..] && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl) && !url.Contains('\\', StringComparison.Ordinal) ? url : "/";
}
