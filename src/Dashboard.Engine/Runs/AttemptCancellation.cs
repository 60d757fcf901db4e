using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>Ends one attempt: by its deadline, by a person, or with the server. The first cause counts.</summary>
internal sealed class AttemptCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly ITimer _deadline;
    private readonly TimeSpan _timeout;
    private StopReason? _reason;

    public AttemptCancellation(TimeSpan timeout, TimeProvider time)
    {
        _timeout = timeout;
        _deadline = time.CreateTimer(_ => Stop(StopCause.Deadline), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Its time counts from now.</summary>
    public void Begin() => _deadline.Change(_timeout, Timeout.InfiniteTimeSpan);

    /// <summary>Fires when the attempt is to be ended.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why; <see cref="StopReason.None"/> while nothing ends it.</summary>
    public StopReason Reason => Volatile.Read(ref _reason) ?? StopReason.None;

    /// <summary>Why, in short.</summary>
    public StopCause Cause => Reason.Cause;

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
}
