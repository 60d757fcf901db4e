namespace Dashboard.Shared.Steps;

/// <summary>The status of a step, as a person sees it.</summary>
public enum StepStatus
{
    /// <summary>It can be run, or confirmed, now.</summary>
    Ready,

    /// <summary>It cannot be run yet.</summary>
    Locked,

    /// <summary>An attempt is under way.</summary>
    Running,

    /// <summary>Its latest attempt passed, or it is confirmed.</summary>
    Passed,

    /// <summary>Its latest attempt failed.</summary>
    Failed,

    /// <summary>Its latest attempt was ended at its deadline.</summary>
    TimedOut,

    /// <summary>Its latest attempt was cancelled.</summary>
    Cancelled,

    /// <summary>The outcome of its latest attempt is unknown.</summary>
    Unknown,

    /// <summary>It changed the host, and was rolled back.</summary>
    Undone,

    /// <summary>Its check ran before a rollback, or before the latest change that it checks.</summary>
    OutOfDate,

    /// <summary>Somebody skipped it.</summary>
    Skipped,

    /// <summary>Its condition does not hold, so there is nothing to do.</summary>
    NotApplicable,
}
