using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Engine.Runbooks;

/// <summary>A runbook as it lies in the folder now.</summary>
/// <param name="Slug">Its path below the runbooks folder, without <c>.md</c>, with forward slashes.</param>
/// <param name="Digest">SHA-256 of its bytes.</param>
/// <param name="Runbook">What it says.</param>
/// <param name="Files">The runbook itself and each pinned file that could be read.</param>
/// <param name="Contents">The bytes of <paramref name="Files"/>, in the same order.</param>
public sealed record LibraryRunbook(
    string Slug, string Digest, Runbook Runbook, ImmutableArray<PinnedFile> Files, ImmutableArray<ReadOnlyMemory<byte>> Contents)
{
    /// <summary>What tells this runbook and all its files from any other version of them.</summary>
    public string Revision =>
        Digests.Of(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Files.Select(f => $"{f.Digest} {f.Executable} {f.Path}"))));

    /// <summary>Whether a file lies at a path below the runbooks folder, pinned or not.</summary>
    public Func<string, bool> Exists { get; init; } = _ => false;

    /// <summary>What the team says of its programs: the text of <c>lint.yaml</c> in the runbooks folder; null when there is none.</summary>
    public string? Programs { get; init; }
}

/// <summary>Reads the runbooks folder. Nothing outside it is read: no symbolic link, no FIFO, no <c>..</c>.</summary>
public interface IRunbookLibrary
{
    /// <summary>All runbooks: every <c>*.md</c> below the folder, by slug. Hidden folders are left out.</summary>
    Task<ImmutableArray<LibraryRunbook>> ListAsync(CancellationToken cancellation = default);

    /// <summary>One runbook; null when there is none of that slug.</summary>
    Task<LibraryRunbook?> FindAsync(string slug, CancellationToken cancellation = default);
}
