namespace Dashboard.Core.Runs;

/// <summary>What runs and attempts are called for people.</summary>
public static class RunWords
{
    /// <summary>How an attempt ended.</summary>
    public static string Word(this Outcome outcome) => outcome switch
    {
        Outcome.Passed => "passed",
        Outcome.Failed => "failed",
        Outcome.TimedOut => "timed out",
        Outcome.Cancelled => "cancelled",
        _ => "outcome unknown",
    };

    /// <summary>How a run was closed.</summary>
    public static string Word(this RunResult result) => result switch
    {
        RunResult.Completed => "completed",
        RunResult.RolledBack => "rolled back",
        _ => "abandoned",
    };

    /// <summary>Live or rehearsal.</summary>
    public static string Word(this RunMode mode) => mode == RunMode.Live ? "live" : "rehearsal";
}
