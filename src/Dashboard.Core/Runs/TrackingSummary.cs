namespace Dashboard.Core.Runs;

/// <summary>What is said of how an attempt's processes were kept together, where it matters.</summary>
public static class TrackingSummary
{
    /// <summary>
    /// In some words, such as <c>processes tracked by cgroup</c>: of an attempt that was stopped, left something running or was to be
    /// limited and was not. Null of others, and where nobody knows.
    /// </summary>
    public static string? Of(StepFinished end)
    {
        ArgumentNullException.ThrowIfNull(end);
        var matters = end.Outcome is Outcome.TimedOut or Outcome.Cancelled or Outcome.Unknown
            || !end.LeftBehind.IsDefaultOrEmpty
            || end.Tracking?.Contains("no limits", StringComparison.Ordinal) == true;
        return end.Tracking is { } tracking && matters ? $"processes tracked by {tracking}" : null;
    }
}
