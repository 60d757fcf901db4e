using System.IO.Enumeration;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>Patterns of paths of the host: <c>/opt/app/*.sh</c>; <c>/**</c> at the end covers all folders below.</summary>
internal static class PathPatterns
{
    /// <summary>Whether a path fits. A star does not reach across folders.</summary>
    public static bool Fits(string pattern, string path)
    {
        if (path.Split('/').Contains(".."))
            return false;
        if (pattern.EndsWith("/**", StringComparison.Ordinal))
            return path.StartsWith(pattern.AsSpan()[..^2], StringComparison.Ordinal);
        return pattern.Count(c => c == '/') == path.Count(c => c == '/')
            && FileSystemName.MatchesSimpleExpression(pattern, path, ignoreCase: false);
    }
}
