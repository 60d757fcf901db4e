using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>A hundred people press at once, and exactly one execution comes of it.</summary>
public sealed class ConcurrentCommandTests : IAsyncLifetime
{
    private const int Many = 100;

    private EngineHarness _engine = null!;
    private string _marks = "";
    private string _run = "";

    public async ValueTask InitializeAsync()
    {
        _engine = await EngineHarness.StartAsync();
        _marks = Directory.CreateDirectory($"/var/tmp/{Path.GetFileName(_engine.Folder)}").FullName;
        _run = await _engine.OpenAsync($$"""
            ---
            title: One change
            gates:
              - id: change
                phrase: change-approved
                unlocks: mutating
            ---

            ```bash {#switch .mutating}
            echo ran >> {{_marks}}/marks
            ```
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        Directory.Delete(_marks, recursive: true);
    }

    [Fact]
    public async Task Start_AHundredTimesAtOnce_RunsOnce()
    {
        await ApproveAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(StartAsync)));
        answers.Count(a => a.Done).ShouldBe(1);
        answers.Where(a => !a.Done).ShouldAllBe(a => a.Reasons.Length > 0);
        await SettledOnceAsync();
    }

    [Fact]
    public async Task Approve_AHundredTimesAtOnceThenStart_RunsOncePerApprovalThatCounts()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(ApproveAsync)));
        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(StartAsync)));
        answers.Count(a => a.Done).ShouldBe(1);
        await SettledOnceAsync();
        // However many approvals there were, they were of one state: what has run needs another one, given after it.
        (await StartAsync()).Done.ShouldBeFalse();
    }

    [Fact]
    public async Task ApproveAndStart_MixedAHundredTimes_RunsOnceForEachApprovalAtMost()
    {
        await Task.WhenAll(Enumerable.Range(0, Many).Select(i => Task.Run(() => i % 2 == 0 ? ApproveAsync() : StartAsync())));
        var state = await _engine.WhenAsync(_run, s => s.Attempts.All(a => !a.IsRunning));
        var ran = state.Attempts.Length;
        Marks().ShouldBe(ran);
        state.Attempts.Select(a => a.Started.ApprovalId).Distinct().Count().ShouldBe(ran, "no approval was used twice");
        state.Attempts.ShouldAllBe(a => a.Outcome == Outcome.Passed);
    }

    /// <summary>
    /// Negative control: a hundred people who each decide by what they saw, with nobody who takes them one at a time, all go ahead.
    /// </summary>
    [Fact]
    public async Task Decide_AHundredTimesOnWhatWasSeen_SaysYesEachTime()
    {
        await ApproveAsync();
        var seen = (await _engine.Runs.FindAsync(_run, TestContext.Current.CancellationToken))!;
        var ada = (await _engine.Accounts.FindAsync(_engine.First.AccountId, cancellation: TestContext.Current.CancellationToken))!;

        var answers = await Task.WhenAll(Enumerable.Range(0, Many).Select(_ => Task.Run(() =>
            GatePolicy.Decide(seen.Runbook, seen.State, seen.Runbook.FindStep("switch")!, ada,
                TimeProvider.System.GetUtcNow()).IsUnlocked)));

        answers.ShouldAllBe(yes => yes);
    }

    private Task<CommandResult> ApproveAsync() => _engine.DoAsync(_run, new RunCommand.ApproveGate("change", "change-approved", ""));

    private Task<CommandResult> StartAsync() => _engine.DoAsync(_run, new RunCommand.StartStep("switch"));

    private async Task SettledOnceAsync()
    {
        (await _engine.WhenAsync(_run, s => s.Attempts.All(a => !a.IsRunning))).Attempts.ShouldHaveSingleItem().Outcome
            .ShouldBe(Outcome.Passed);
        Marks().ShouldBe(1);
    }

    private int Marks() => File.Exists(Path.Combine(_marks, "marks")) ? File.ReadAllLines(Path.Combine(_marks, "marks")).Length : 0;
}
