namespace Dashboard.Core.Runbooks;

/// <summary>Which files are Markdown, by their names, and what a runbook is called by.</summary>
public static class MarkdownFile
{
    /// <summary>How most runbooks' names end; a slug leaves it out.</summary>
    public const string UsualEnding = ".md";

    private static readonly string[] Endings = [UsualEnding, ".markdown"];

    /// <summary>The ending of a Markdown file's name as it is written, such as <c>.MD</c>; null for any other file.</summary>
    public static string? EndingOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Endings.FirstOrDefault(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase)) is { } ending
            ? path[^ending.Length..]
            : null;
    }

    /// <summary>Whether a file is read as Markdown, by its name.</summary>
    public static bool IsMarkdown(string path) => EndingOf(path) is not null;

    /// <summary>What a file without a title is called: its name without folders and ending.</summary>
    public static string TitleOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name[..^(EndingOf(name)?.Length ?? 0)];
    }

    /// <summary>
    /// What a runbook is called by, here and in the ledger: its path, without the ending when that is <c>.md</c>. Any other ending is kept,
    /// so that <c>a.md</c> and <c>a.markdown</c> are two.
    /// </summary>
    public static string SlugOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(UsualEnding, StringComparison.Ordinal) && EndingOf(path[..^UsualEnding.Length]) is null
            ? path[..^UsualEnding.Length]
            : path;
    }

    /// <summary>The path of the runbook that is called so.</summary>
    public static string PathOf(string slug) => EndingOf(slug) is null ? slug + UsualEnding : slug;
}
