using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Linting;

/// <summary>What the linter asked about the folder around a runbook, and what it was told.</summary>
/// <param name="book">The runbook as it was when it was looked at.</param>
internal sealed class FolderAnswers(LibraryRunbook book)
{
    private readonly Answers<bool> _files = new(book.Exists);
    private readonly Answers<bool> _headings = new(Ask(book));

    /// <summary>Whether a file lies at a path below the runbooks folder.</summary>
    public bool Exists(string path) => _files.Of(path);

    /// <summary>Whether the Markdown file at a path has a heading of an anchor.</summary>
    public bool HasHeading(string path, string anchor) => _headings.Of($"{path}\0{anchor}");

    /// <summary>Whether the folder would answer all of it the same now.</summary>
    /// <param name="now">The runbook as it is now.</param>
    public bool StillHold(LibraryRunbook now) => _files.StillHold(now.Exists) && _headings.StillHold(Ask(now));

    private static Func<string, bool> Ask(LibraryRunbook book) =>
        question => question.Split('\0') is [var path, var anchor] && book.HasHeading(path, anchor);
}
