namespace Dashboard.Engine.Runbooks;

/// <summary>A Markdown file of the runbooks folder, or what looks like one and cannot be read.</summary>
/// <param name="Path">Its path below the folder, with forward slashes.</param>
/// <param name="Modified">When its content was written last.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Problem">Why it is not read, as a sentence; null when it is.</param>
internal sealed record FolderEntry(string Path, DateTimeOffset Modified, long Length, string? Problem = null);
