namespace Dashboard.Core.Attempts;

/// <summary>What was known of a declared secret when an attempt ended.</summary>
/// <param name="File">How the runbook calls it, and the container it lies in, if it lies in one.</param>
/// <param name="Values">How many different values were looked for in the output.</param>
/// <param name="Note">What a reader must know besides, such as <c>not there at the start</c>; null for nothing.</param>
public sealed record KnownSecret(string File, int Values, string? Note = null);
