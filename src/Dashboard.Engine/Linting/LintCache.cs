using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;

namespace Dashboard.Engine.Linting;

/// <summary>
/// What was found in runbooks, by the digests of all their files and of what the team says of its programs: a page that is looked at a
/// hundred times costs one look.
/// </summary>
internal sealed class LintCache
{
    private readonly RecentlyUsed<(string Slug, string Digest), (ImmutableArray<LintFinding> Findings,
        FolderAnswers Others)> _kept = new(500);

    /// <summary>Keeps as many as a folder of this size needs.</summary>
    public void MakeRoom(int runbooks) => _kept.MakeRoom(runbooks);

    /// <summary>What was found; null when nobody has looked yet, or the folder around it has changed.</summary>
    public ImmutableArray<LintFinding>? Known(LibraryRunbook book) =>
        _kept.TryGet(Key(book), out var kept) && kept.Others.StillHold(book) ? kept.Findings : null;

    /// <summary>Keeps what was found.</summary>
    /// <param name="book">The runbook.</param>
    /// <param name="findings">What was found.</param>
    /// <param name="others">What was asked about other files.</param>
    public void Keep(LibraryRunbook book, ImmutableArray<LintFinding> findings, FolderAnswers others) =>
        _kept.Set(Key(book), (findings, others));

    // What the parser says depends on files that could not be read, too, which have no digest.
    private static (string, string) Key(LibraryRunbook book) =>
        (book.Slug, $"{Digests.OfFiles(book.Files)} {book.Team.Digest} "
            + string.Join(' ', book.Runbook.Diagnostics.Select(d => $"{d.Code} {d.File} {d.Line} {d.Column} {d.Message}")));
}
