namespace Dashboard.Core.Runs;

/// <summary>What runs and attempts are called for people.</summary>
public static class RunDisplayNames
{
    /// <summary>How an attempt ended.</summary>
    public static string DisplayName(this Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Failed => "failed",
        Outcome.TimedOut => "timed out",
        Outcome.Cancelled => "cancelled",
        _ => "outcome unknown",
    };

    /// <summary>
    /// How an attempt ended, and how that became known: <c>failed</c>, or <c>unknown → failed (ada)</c> where somebody settled it.
    /// </summary>
    /// <param name="outcome">How it ended, verdicts included; null while it runs.</param>
    /// <param name="settledBy">Who settled an unknown outcome; null when nobody did.</param>
    public static string DisplayName(Outcome? outcome, string? settledBy) => outcome is not { } known ? "running"
        : settledBy is null ? known.DisplayName()
        : $"unknown → {known.DisplayName()} ({settledBy})";

    /// <summary>How a run was closed.</summary>
    public static string DisplayName(this RunResult result) => result switch
    {
        RunResult.Completed => "completed",
        RunResult.RolledBack => "rolled back",
        _ => "abandoned",
    };

    /// <summary>Live or rehearsal.</summary>
    public static string DisplayName(this RunMode mode) => mode == RunMode.Live ? "live" : "rehearsal";
}
