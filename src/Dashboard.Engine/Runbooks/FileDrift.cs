namespace Dashboard.Engine.Runbooks;

/// <summary>A file that is no longer what was pinned.</summary>
/// <param name="Path">Its path below the runbooks folder.</param>
/// <param name="What">What happened to it: <c>changed</c>, <c>gone</c>, <c>now executable</c>, <c>no longer executable</c>.</param>
/// <param name="Difference">The changed lines as a unified diff, at most 200 of them; empty when it is gone or not text.</param>
public sealed record FileDrift(string Path, string What, string Difference);
