namespace Dashboard.Engine.Runs;

/// <summary>Why an attempt is ended before it ends by itself.</summary>
internal enum StopCause
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Its time is over.</summary>
    Deadline,

    /// <summary>A person said so.</summary>
    Cancelled,

    /// <summary>The server is shutting down.</summary>
    ServerStopping,
}

/// <summary>Ends one attempt: by its deadline, by a person, or with the server. The first cause counts.</summary>
internal sealed class StopSignal : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly ITimer _deadline;
    private readonly TimeSpan _timeout;
    private Reason? _reason;

    public StopSignal(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _deadline = time.CreateTimer(_ => Stop(StopCause.Deadline), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its time counts from now.</summary>
    public void Begin() => _deadline.Change(_timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Fires when the attempt is to be ended.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why; <see cref="StopCause.None"/> while nothing ends it.</summary>
    public StopCause Cause => Volatile.Read(ref _reason)?.Cause ?? StopCause.None;

    /// <summary>Who ended it, when a person did.</summary>
    public string? By => Volatile.Read(ref _reason)?.By;

    /// <summary>Ends the attempt, unless it is being ended already.</summary>
    public void Stop(StopCause cause, string? by = null)
    {
        // Both at once: whoever sees the one sees the other.
        if (Interlocked.CompareExchange(ref _reason, new(cause, by), null) is not null)
            return;
        // The runner's reaction must not run on the caller: a timer, or the coordinator.
        _ = _source.CancelAsync();
    }

    // The source stays: a cancel may come in the moment in which the attempt ends, and it holds nothing that needs to be given back.
    public void Dispose() => _deadline.Dispose();

    private sealed record Reason(StopCause Cause, string? By);
}
