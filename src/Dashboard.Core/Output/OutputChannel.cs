namespace Dashboard.Core.Output;

/// <summary>Which of its two streams a step wrote to.</summary>
public enum OutputChannel
{
    /// <summary>Standard output; what typed checks report, too.</summary>
    Stdout,

    /// <summary>Standard error.</summary>
    Stderr,
}
