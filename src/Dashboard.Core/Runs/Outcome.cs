namespace Dashboard.Core.Runs;

/// <summary>How an attempt ended.</summary>
public enum Outcome
{
    /// <summary>It did what it should.</summary>
    Passed,

    /// <summary>It ended, and not as it should.</summary>
    Failed,

    /// <summary>It was ended at its deadline.</summary>
    TimedOut,

    /// <summary>A person ended it.</summary>
    Cancelled,

    /// <summary>It was started, and nobody saw it end. Settled by its verify step and a person's verdict, never by itself.</summary>
    Unknown,
}

/// <summary>Whether a run changes the real target or practises.</summary>
public enum RunMode
{
    /// <summary>The real thing.</summary>
    Live,

    /// <summary>A practice; recorded in the same way, and labelled.</summary>
    Rehearsal,
}

/// <summary>How a run was closed.</summary>
public enum RunResult
{
    /// <summary>The change is in place.</summary>
    Completed,

    /// <summary>The change was rolled back.</summary>
    RolledBack,

    /// <summary>The run was given up.</summary>
    Abandoned,
}
