namespace Dashboard.Core.Runbooks;

/// <summary>
/// Which files are runbooks, and what they are called in addresses and records: <c>dir/a.md</c> is <c>dir/a</c>. Files of other endings
/// keep theirs, so that no two have the same name.
/// </summary>
public static class RunbookNames
{
    private const string Usual = ".md";

    /// <summary>Whether a file is read as Markdown, by its name.</summary>
    public static bool IsMarkdown(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(Usual, StringComparison.OrdinalIgnoreCase) || path.EndsWith(".markdown", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The slug of a file below the runbooks folder.</summary>
    public static string SlugOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(Usual, StringComparison.Ordinal) && !KeepsEnding(path[..^Usual.Length]) ? path[..^Usual.Length] : path;
    }

    /// <summary>The file of a slug, below the runbooks folder.</summary>
    public static string PathOf(string slug)
    {
        ArgumentNullException.ThrowIfNull(slug);
        var whole = slug.EndsWith(Usual, StringComparison.Ordinal) && KeepsEnding(slug[..^Usual.Length]);
        return whole || KeepsEnding(slug) ? slug : slug + Usual;
    }

    /// <summary>What a file without a title is called: its name without folders and ending.</summary>
    public static string TitleOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return IsMarkdown(name) && name.LastIndexOf('.') is var dot and > 0 ? name[..dot] : name;
    }

    private static bool KeepsEnding(string path) => IsMarkdown(path) && !path.EndsWith(Usual, StringComparison.Ordinal);
}
