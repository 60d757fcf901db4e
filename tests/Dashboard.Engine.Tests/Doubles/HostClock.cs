using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Engine.Tests.Doubles;

/// <summary>A host's clock that somebody can set: as on a host, time stamps and timers know nothing of that.</summary>
internal sealed class HostClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private TimeSpan _set;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _set;

    // The base takes its time stamp from GetUtcNow.
    public override long GetTimestamp() => base.GetTimestamp() - _set.Ticks;

    /// <summary>Sets the clock, back when it is negative.</summary>
    public void Set(TimeSpan by) => _set += by;
}
