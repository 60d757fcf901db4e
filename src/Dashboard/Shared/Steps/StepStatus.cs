namespace Dashboard.Shared.Steps;

/// <summary>How a step stands, as a person sees it.</summary>
public enum StepStatus
{
    /// <summary>It can be run, or confirmed, now.</summary>
    Ready,

    /// <summary>Something is in the way.</summary>
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

    /// <summary>Nobody saw its latest attempt end.</summary>
    Unknown,

    /// <summary>It changed the host, and a rollback took that back.</summary>
    Undone,

    /// <summary>It was looked at before a rollback, or before the latest change that it is about.</summary>
    OutOfDate,
}
