namespace Dashboard.Core.Runbooks;

/// <summary>What a file holds that a runbook includes.</summary>
/// <param name="Text">Its text; null when it cannot be read.</param>
/// <param name="Problem">Why it cannot be read, as a sentence; null when it can.</param>
public sealed record PartText(string? Text, string? Problem)
{
    /// <summary>Nothing lies there.</summary>
    public static PartText Missing { get; } = new(null, "It does not exist.");
}
