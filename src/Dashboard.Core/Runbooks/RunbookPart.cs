namespace Dashboard.Core.Runbooks;

/// <summary>A file that a runbook includes.</summary>
/// <param name="Path">Its path below the runbooks folder, with forward slashes.</param>
/// <param name="Digest">SHA-256 of its text as UTF-8, lower-case hex; null when it could not be read.</param>
public sealed record RunbookPart(string Path, string? Digest);
