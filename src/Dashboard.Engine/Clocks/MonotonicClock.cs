using System.Collections.Immutable;

namespace Dashboard.Engine.Clocks;

/// <summary>The host's clock was set.</summary>
/// <param name="Number">Which change this is since the server started, from 1.</param>
/// <param name="At">When it was seen, in the time that does not go back.</param>
/// <param name="By">By how much; negative when it was set back. A host that slept looks like a clock that was set forward.</param>
public sealed record ClockJump(long Number, DateTimeOffset At, TimeSpan By);

/// <summary>
/// The host's clock, except that it never goes back. When the clock is set back, time goes on from where it was, by the monotonic clock: it
/// neither returns nor stands still, so nothing becomes younger. Timers and time stamps are the host's own.
/// </summary>
/// <param name="host">The host's clock.</param>
public sealed class MonotonicClock(TimeProvider host) : TimeProvider
{
    /// <summary>A smaller change is no news: a time service may set the clock by as much. Time does not go back by it either.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    // Whoever can set the clock can do so for ever; the latest ones say enough.
    private const int Kept = 16;

    private readonly Lock _gate = new();
    private DateTimeOffset _clock = host.GetUtcNow(), _now = host.GetUtcNow();
    private long _stamp = host.GetTimestamp(), _count;
    private ImmutableArray<ClockJump> _jumps = [];

    /// <inheritdoc/>
    public override long TimestampFrequency => host.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    /// <summary>The provider itself when it is steady already, else a steady one on top of it.</summary>
    public static MonotonicClock Of(TimeProvider time) => time as MonotonicClock ?? new(time);

    /// <summary>The time, in UTC: never before any time that it told.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return Look();
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => host.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        host.CreateTimer(callback, state, dueTime, period);

    /// <summary>The changes of the host's clock that were seen, the latest last; at most 16 of them.</summary>
    public ImmutableArray<ClockJump> Jumps()
    {
        lock (_gate)
        {
            Look();
            return _jumps;
        }
    }

    /// <summary>Takes note of a time that is past for sure, such as that of the ledger's last entry.</summary>
    /// <returns>By how much the clock was behind it; zero when it was not.</returns>
    public TimeSpan Pass(DateTimeOffset past)
    {
        lock (_gate)
        {
            var behind = past - Look();
            if (behind <= TimeSpan.Zero)
                return TimeSpan.Zero;
            _now = past;
            return behind;
        }
    }

    private DateTimeOffset Look()
    {
        var (clock, stamp) = (host.GetUtcNow(), host.GetTimestamp());
        var passed = host.GetElapsedTime(_stamp, stamp);
        var steady = _now + passed;
        var (changed, now) = (clock - (_clock + passed), clock > steady ? clock : steady);
        if (changed.Duration() > Tolerance)
            _jumps = [.. _jumps.TakeLast(Kept - 1), new(++_count, now, changed)];
        (_clock, _stamp, _now) = (clock, stamp, now);
        return _now;
    }
}
