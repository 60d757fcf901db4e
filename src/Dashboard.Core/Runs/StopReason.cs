namespace Dashboard.Core.Runs;

/// <summary>Why an attempt is ended before it ends by itself, and who said so when a person did.</summary>
public sealed record StopReason(StopCause Cause, string? By = null)
{
    /// <summary>Nothing ends it.</summary>
    public static StopReason None { get; } = new(StopCause.None);
}
