using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Doubles;
using Dashboard.Execution;
using Dashboard.Execution.Output;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>A fault of ours in the middle of an attempt: it gets an end, and of a change nobody claims to know what it did.</summary>
public sealed class BrokenAttemptTests
{
    private static Task<EngineHarness> BrokenAsync(BrokenRunner runner) => EngineHarness.StartAsync(replace: services =>
    {
        services.RemoveAll<IStepRunner>();
        services.AddSingleton<IStepRunner>(runner);
    });

    [Theory]
    [InlineData("change", Outcome.Unknown, "Outcome unknown: the server lost track of this step. Value cannot be null.")]
    [InlineData("check", Outcome.Failed, "The server lost track of this step, so it shows nothing: Value cannot be null.")]
    public async Task Run_RunnerThatThrowsInTheMiddle_IsUnknownForAChangeAndFailedForACheck(string step, Outcome outcome, string reason)
    {
        await using var engine =
            await BrokenAsync(new(_ => Task.FromResult<Exception?>(new InvalidOperationException("Value cannot be null."))));
        var run = await OpenAsync(engine, "true", step);

        var attempt = await engine.RunAsync(run, step);

        (attempt.Outcome, attempt.Reason).ShouldBe((outcome, reason));
        (await engine.OutputAsync(attempt.Id)).ShouldBe("begun\n");
    }

    [Theory]
    [InlineData("change", Outcome.Unknown,
        "ada cancelled it. Outcome unknown: the server lost track of this step. The operation was canceled.")]
    [InlineData("check", Outcome.Cancelled, "ada cancelled it.")]
    public async Task Cancel_RunnerThatThrowsInsteadOfEndingIt_IsUnknownForAChange(string step, Outcome outcome, string reason)
    {
        var runner = new BrokenRunner(async stop =>
        {
            var stopped = new TaskCompletionSource();
            await using var _ = stop.Register(stopped.SetResult);
            await stopped.Task;
            return new OperationCanceledException();
        });
        await using var engine = await BrokenAsync(runner);
        var run = await OpenAsync(engine, "true", step);
        var started = await engine.DoAsync(run, new RunCommand.StartStep(step));
        await runner.Begun.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        await engine.DoAsync(run, new RunCommand.CancelAttempt(started.Id!));
        var attempt = await engine.EndAsync(run, started.Id!);

        (attempt.Outcome, attempt.Reason).ShouldBe((outcome, reason));
    }

    /// <summary>More output than waits for the disk at most: the recorder has broken, and the step must not hang on it.</summary>
    [Theory]
    [InlineData("change", Outcome.Unknown)]
    [InlineData("check", Outcome.Failed)]
    public async Task Run_RecorderThatBreaks_EndsTheAttemptAndSaysThatItsOutputIsLost(string step, Outcome outcome)
    {
        await using var engine = await EngineHarness.StartAsync(replace: services =>
            services.AddSingleton<IOutputStore>(provider => new BrokenOutputStore(provider.GetRequiredService<ILedgerStore>())));
        var run = await OpenAsync(engine, "seq 1 1000000", step);

        var attempt = await engine.RunAsync(run, step).WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (attempt.Outcome, attempt.Reason).ShouldBe((outcome, "Its output could not be kept: a fault of ours"));
        attempt.Finished!.Incomplete.ShouldBeTrue();
    }

    /// <summary>A fault of ours before anything is begun: nothing was done, and the attempt does not run for ever.</summary>
    [Theory]
    [InlineData("change")]
    [InlineData("check")]
    public async Task Run_AttemptThatCannotBePrepared_HasFailed(string step)
    {
        await using var engine = await EngineHarness.StartAsync(replace: services => services.AddSingleton(provider =>
            new AttemptOutputFactory(provider.GetRequiredService<ILedgerStore>(), TimeProvider.System, null!)));
        var run = await OpenAsync(engine, "true", step);

        var attempt = await engine.RunAsync(run, step);

        attempt.Outcome.ShouldBe(Outcome.Failed);
        attempt.Reason!.ShouldStartWith("The step could not be run: ");
        attempt.Finished!.Sandbox.ShouldBe("not run");
    }

    /// <summary>A try that was waited for was not made.</summary>
    [Fact]
    public async Task Cancel_BetweenTwoTries_CountsTheTriesThatWereMade()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SampleBooks.Preflight("echo made; exit 3", "retry=2 every=10m timeout=1h"));
        var started = await engine.DoAsync(run, new RunCommand.StartStep("check"));
        using var changed = new SemaphoreSlim(0);
        using (engine.Feed.Subscribe(run, () => changed.Release()))
        {
            while (!(await engine.OutputAsync(started.Id!)).Contains("made", StringComparison.Ordinal))
                await changed.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        }

        await Task.Delay(500, TestContext.Current.CancellationToken);
        await engine.DoAsync(run, new RunCommand.CancelAttempt(started.Id!));
        var attempt = await engine.EndAsync(run, started.Id!);

        (attempt.Outcome, attempt.Finished!.Tries).ShouldBe((Outcome.Cancelled, 1));
        attempt.Finished.FailedTries!.Value.ShouldHaveSingleItem().Reason.ShouldBe("Exit code 3, expected 0.");
    }

    private static async Task<string> OpenAsync(EngineHarness engine, string script, string step)
    {
        if (step == "check")
            return await engine.OpenAsync(SampleBooks.Preflight(script, "retry=2 every=1ms"));
        var run = await engine.OpenAsync(SampleBooks.Change(script));
        (await engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""))).Reasons.ShouldBeEmpty();
        return run;
    }
}
