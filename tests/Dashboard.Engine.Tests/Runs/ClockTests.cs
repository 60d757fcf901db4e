using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Doubles;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>The host's clock is set while a run is open: evidence gets no younger, approvals last no longer, and the run says so.</summary>
public sealed class ClockTests : IAsyncDisposable
{
    private const string Book = """
        ---
        title: One change
        gates:
          - id: change
            phrase: change-approved
            unlocks: mutating
            fresh: 30m
            valid: 60m
        ---

        ```bash {#ready .preflight}
        true
        ```

        ```bash {#switch .mutating}
        true
        ```
        """;

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly HostClock _host = new(new(2026, 1, 31, 21, 0, 0, TimeSpan.Zero));
    private EngineHarness? _engine;
    private string _run = "";

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }

    // The negative control is the host's clock as it is: there the same set-back keeps old evidence fresh.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Approve_EvidenceTooOldAndClockSetBackADay_IsRefusedOnlyBySteadyTime(bool steady)
    {
        await StartAsync(steady);
        await _engine!.RunAsync(_run, "ready");
        _host.Advance(TimeSpan.FromMinutes(10));
        SetBack();
        _host.Advance(TimeSpan.FromMinutes(25));

        var result = await _engine.DoAsync(_run, new RunCommand.ApproveGate("change", "change-approved", "alone tonight"));

        result.Reasons.Select(r => r.Code).ShouldBe(steady ? [LockCode.PreflightStale] : []);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Approval_ClockSetBackADay_ExpiresAfterItWasGivenAndNoLaterThanItShould(bool steady)
    {
        await StartAsync(steady);
        await _engine!.RunAsync(_run, "ready");
        await ApproveAsync();
        var approval = (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem();
        (approval.Event.ExpiresAt!.Value - approval.At).ShouldBe(TimeSpan.FromHours(1));
        SetBack();
        _host.Advance(TimeSpan.FromMinutes(61));

        var result = await _engine.DoAsync(_run, new RunCommand.StartStep("switch"));

        result.Reasons.Any(r => r.Code == LockCode.ApprovalExpired).ShouldBe(steady);
        // A server that stops while a step runs waits for it by this clock, and nobody moves it on.
        if (result.Id is { } attempt)
            await _engine.EndAsync(_run, attempt);
    }

    [Fact]
    public async Task Approval_GivenAfterTheClockWasSetBack_DoesNotExpireBeforeItWasGiven()
    {
        await StartAsync();
        await _engine!.RunAsync(_run, "ready");
        SetBack();
        await ApproveAsync();

        var approval = (await _engine.StateAsync(_run)).Approvals.ShouldHaveSingleItem();
        (approval.Event.ExpiresAt!.Value - approval.At).ShouldBe(TimeSpan.FromHours(1));
        (await _engine.RunAsync(_run, "switch")).Outcome.ShouldBe(Outcome.Passed);
    }

    [Fact]
    public async Task Clock_SetWhileNobodyDoesAnything_IsWrittenIntoTheOpenRun()
    {
        await StartAsync();
        SetBack();
        _host.Advance(TimeSpan.FromSeconds(5));

        var run = await _engine!.WhenAsync(_run, s => s.Events.Any(e => e.Event is ClockChanged));

        var changed = run.Events.Single(e => e.Event is ClockChanged);
        changed.Actor.ShouldBe(Actor.System);
        changed.Event.ShouldBe(new ClockChanged { By = -Day });
        var times = run.Events.Select(e => e.At).ToArray();
        times.ShouldBe(times.Order());
        EventSummary.Words((ClockChanged)changed.Event).ShouldContain("set back by 24 h");
    }

    [Fact]
    public async Task Clock_BehindTheLedgerAtTheStart_LeavesEarlierEvidenceAndApprovalsWithoutAnAge()
    {
        await StartAsync();
        await _engine!.RunAsync(_run, "ready");
        await ApproveAsync();
        await _engine.StopAsync();
        SetBack();
        await _engine.StartAgainAsync(Clock(steady: true));

        (await _engine.StateAsync(_run)).Events[^1].Event.ShouldBe(new ClockChanged { By = -Day, AgeUnknown = true });
        (await _engine.DoAsync(_run, new RunCommand.StartStep("switch"))).Reasons.Select(r => r.Code)
            .ShouldBe([LockCode.ApprovalExpired, LockCode.PreflightStale]);
        await _engine.RunAsync(_run, "ready");
        await ApproveAsync();
        (await _engine.RunAsync(_run, "switch")).Outcome.ShouldBe(Outcome.Passed);
    }

    private async Task StartAsync(bool steady = true)
    {
        _engine = await EngineHarness.StartAsync(replace: Clock(steady));
        _run = await _engine.OpenAsync(Book);
    }

    private Action<IServiceCollection> Clock(bool steady) =>
        services => services.AddSingleton<TimeProvider>(steady ? new MonotonicClock(_host) : _host);

    private void SetBack() => _host.Set(-Day);

    private async Task ApproveAsync() =>
        (await _engine!.DoAsync(_run, new RunCommand.ApproveGate("change", "change-approved", "alone tonight"))).Reasons.ShouldBeEmpty();
}
