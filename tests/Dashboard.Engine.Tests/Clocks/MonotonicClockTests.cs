using CsCheck;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Tests.Doubles;

namespace Dashboard.Engine.Tests.Clocks;

/// <summary>Time goes on, whatever is done to the host's clock.</summary>
public sealed class MonotonicClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero);

    private readonly HostClock _host = new(Start);
    private readonly MonotonicClock _clock;

    public MonotonicClockTests() => _clock = new(_host);

    [Fact]
    public void Time_ClockLeftAlone_IsTheHosts()
    {
        _host.Advance(TimeSpan.FromHours(3));
        (_clock.GetUtcNow(), _clock.Jumps().Length).ShouldBe((_host.GetUtcNow(), 0));
    }

    [Fact]
    public void Time_ClockSetBackADay_GoesOnAndTheChangeIsKept()
    {
        _host.Advance(TimeSpan.FromMinutes(10));
        _host.Set(-TimeSpan.FromDays(1));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(10));
        _host.Advance(TimeSpan.FromMinutes(40));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(50));
        var jump = _clock.Jumps().ShouldHaveSingleItem();
        (jump.Number, jump.At, jump.By).ShouldBe((1, Start + TimeSpan.FromMinutes(10), -TimeSpan.FromDays(1)));
    }

    [Fact]
    public void Time_ClockSetForwardAndBackAgain_NeverReturns()
    {
        _host.Set(TimeSpan.FromHours(2));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromHours(2));
        _host.Set(-TimeSpan.FromHours(2));
        _host.Advance(TimeSpan.FromMinutes(1));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(121));
        _clock.Jumps().Select(j => j.By).ShouldBe([TimeSpan.FromHours(2), -TimeSpan.FromHours(2)]);
    }

    [Fact]
    public void Pass_TimeThatIsPast_IsWhereTimeGoesOnFrom()
    {
        _clock.Pass(Start - TimeSpan.FromDays(1)).ShouldBe(TimeSpan.Zero);
        _clock.Pass(Start + TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromHours(1));
        _host.Advance(TimeSpan.FromMinutes(5));
        _clock.GetUtcNow().ShouldBe(Start + TimeSpan.FromMinutes(65));
        _clock.Jumps().ShouldBeEmpty();
    }

    [Fact]
    public void Time_RandomlySetClock_NeverGoesBackAndNeverLosesTimeThatPassed()
    {
        var wentBack = 0;
        Gen.Select(Gen.Int[0, 3600], Gen.Int[-200_000, 200_000], Gen.Bool).Array[1, 30].Sample(steps =>
        {
            var host = new HostClock(Start);
            var clock = new MonotonicClock(host);
            var (before, raw) = (clock.GetUtcNow(), host.GetUtcNow());
            foreach (var (passes, set, isSet) in steps)
            {
                if (isSet)
                    host.Set(TimeSpan.FromSeconds(set));
                host.Advance(TimeSpan.FromSeconds(passes));
                var now = clock.GetUtcNow();
                (now - before).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(passes));
                wentBack += host.GetUtcNow() < raw ? 1 : 0;
                (before, raw) = (now, host.GetUtcNow());
            }
        }, iter: 2_000, threads: 1);

        wentBack.ShouldBeGreaterThan(1_000, "a clock that never goes back proves nothing");
    }
}
