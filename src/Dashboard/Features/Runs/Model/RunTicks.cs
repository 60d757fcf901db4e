namespace Dashboard.Features.Runs.Model;

/// <summary>Tells the parts of a run's page that count time that another second has passed. One for each page.</summary>
public sealed class RunTicks
{
    /// <summary>A second has passed. Raised on the page's dispatcher.</summary>
    public event Action<DateTimeOffset>? Passed;

    /// <summary>Tells it.</summary>
    public void Pass(DateTimeOffset now) => Passed?.Invoke(now);
}
