using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>Paths as text: below the runbooks folder, and on the host.</summary>
internal static class ComposePath
{
    /// <summary>
    /// The path below the runbooks folder with <c>.</c> and <c>..</c> resolved; null when it is absolute, leads out, or is not known yet.
    /// </summary>
    /// <param name="folder">The folder that the path is relative to; empty for the runbooks folder.</param>
    /// <param name="path">For example <c>../base.yaml</c>.</param>
    public static string? Below(string folder, string path)
    {
        if (path.Length == 0 || path[0] is '/' or '~' || path.Contains('$', StringComparison.Ordinal))
            return null;
        return FolderPath.Join(folder, path);
    }

    /// <summary>
    /// An absolute path on the host or in a container without <c>.</c>, <c>..</c> and doubled slashes; other texts as they are.
    /// <c>/var/run</c> is <c>/run</c>: a link on every Linux that Docker supports.
    /// </summary>
    public static string Clean(string path)
    {
        if (!path.StartsWith('/'))
            return path;
        var parts = new List<string>();
        foreach (var part in path.Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count > 0)
                parts.RemoveAt(parts.Count - 1);
        }

        if (parts is ["var", "run", ..])
            parts.RemoveAt(0);
        return "/" + string.Join('/', parts);
    }

    /// <summary>Whether a clean absolute path is the folder or lies below it.</summary>
    public static bool IsAtOrBelow(string path, string folder) =>
        path.StartsWith('/') && (path == folder || folder == "/" || path.StartsWith(folder + "/", StringComparison.Ordinal));
}
