namespace Dashboard.Core.Runbooks;

/// <summary>Paths below the runbooks folder, with forward slashes.</summary>
public static class FolderPath
{
    /// <summary>
    /// What a path names, seen from a folder; with a slash before it, from the runbooks folder itself. Without <c>.</c>, <c>..</c> and
    /// doubled slashes; null when it leaves the runbooks folder.
    /// </summary>
    /// <param name="folder">The folder's path below the runbooks folder; empty for that folder itself.</param>
    /// <param name="path">For example <c>../images/a.png</c>.</param>
    public static string? Join(string folder, string path)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(path);
        var parts = new List<string>();
        foreach (var part in (path.StartsWith('/') ? path : $"{folder}/{path}").Split('/').Where(p => p is not ("" or ".")))
        {
            if (part != "..")
                parts.Add(part);
            else if (parts.Count == 0)
                return null;
            else
                parts.RemoveAt(parts.Count - 1);
        }

        return string.Join('/', parts);
    }

    /// <summary>The folder of a path; empty for a file that stands in the runbooks folder itself.</summary>
    public static string FolderOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";
    }
}
