namespace Dashboard.Core.Runbooks;

/// <summary>A file pinned with a run.</summary>
/// <param name="Path">Its path below the runbooks folder, with forward slashes.</param>
/// <param name="Digest">SHA-256 of its bytes, lower-case hex.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Executable">Whether its owner may execute it.</param>
public sealed record PinnedFile(string Path, string Digest, long Length, bool Executable);
