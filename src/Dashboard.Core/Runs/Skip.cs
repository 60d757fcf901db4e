namespace Dashboard.Core.Runs;

/// <summary>An optional step that was skipped.</summary>
public sealed record Skip(StepSkipped Event, Actor By, DateTimeOffset At, long Sequence)
{
    /// <summary>The step.</summary>
    public string StepId => Event.StepId;
}
