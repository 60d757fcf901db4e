using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Runbooks;

/// <summary>A runbook as it lies in the folder now.</summary>
/// <param name="Slug">Its path below the runbooks folder, without <c>.md</c>, with forward slashes; see <see cref="MarkdownFile"/>.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Runbook">What it says.</param>
/// <param name="Files">
/// The runbook itself, each pinned file that could be read, what it includes, and the images that its prose shows.
/// </param>
/// <param name="Contents">The bytes of <paramref name="Files"/>, in the same order.</param>
public sealed record LibraryRunbook(
    string Slug, string Digest, Runbook Runbook, ImmutableArray<PinnedFile> Files, ImmutableArray<ReadOnlyMemory<byte>> Contents)
{
    /// <summary>Its path below the runbooks folder, with forward slashes.</summary>
    public string Path => MarkdownFile.PathOf(Slug);

    /// <summary>What tells this runbook and all its files from any other version of them.</summary>
    public string Revision =>
        Digests.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Files.Select(f => $"{f.Digest} {f.Executable} {f.Path}"))));

    /// <summary>Whether a file lies at a path below the runbooks folder, pinned or not.</summary>
    public Func<string, bool> Exists { get; init; } = _ => false;

    /// <summary>Whether the Markdown file at a path below the runbooks folder has a heading of an anchor.</summary>
    public Func<string, string, bool> HasHeading { get; init; } = (_, _) => false;

    /// <summary>What the team says of its programs, in <c>lint.yaml</c> of the runbooks folder.</summary>
    public TeamFile Team { get; init; } = TeamFile.None;
}

/// <summary>Reads the runbooks folder. Nothing outside it is read: no link that leads out, no FIFO, no <c>..</c>.</summary>
public interface IRunbookLibrary
{
    /// <summary>All runbooks: every Markdown file below the folder, by path. Hidden folders are left out.</summary>
    Task<ImmutableArray<LibraryRunbook>> ListAsync(CancellationToken cancellation = default);

    /// <summary>One runbook, by its slug or its path; null when there is none.</summary>
    Task<LibraryRunbook?> FindAsync(string slug, CancellationToken cancellation = default);

    /// <summary>An image that prose may show; null when none lies there, or it is not what its name says.</summary>
    /// <param name="path">Its path below the folder, with forward slashes.</param>
    byte[]? ReadImage(string path);

    /// <summary>
    /// A file that is no Markdown and that a runbook links to, as it lies in the folder now; null when none lies there, when no link of
    /// that runbook names it, or when a part of its path begins with a dot.
    /// </summary>
    /// <param name="runbook">The runbook's path below the folder.</param>
    /// <param name="path">The file's.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<byte[]?> ReadLinkedAsync(string runbook, string path, CancellationToken cancellation = default);
}
