namespace Dashboard.Core.Runs;

/// <summary>Why an attempt is ended before it ends by itself.</summary>
public enum StopCause
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Its time is over.</summary>
    Deadline,

    /// <summary>A person said so.</summary>
    Cancelled,

    /// <summary>The server is being stopped.</summary>
    ServerStopping,
}
