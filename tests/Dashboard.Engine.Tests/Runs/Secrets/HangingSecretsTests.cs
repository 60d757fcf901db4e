using System.Diagnostics;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>Secrets on storage that does not answer any more, as network storage does: nothing waits for it for long.</summary>
public sealed class HangingSecretsTests
{
    [Fact]
    public async Task Run_StorageThatHangsDuringTheStep_EndsAndHoldsBackWhatFollows()
    {
        var (storage, why) = await HangingStorage.MountAsync();
        Assert.SkipWhen(storage is null, why);
        using var _ = storage;
        await using var engine = await EngineHarness.StartAsync();

        var run = SecretFolder.ChangeAsync(engine, $"echo before; sleep 1; touch {storage.Flag}; echo after; sleep 1; echo end",
            storage.Token);
        var (_, attempt) = await run.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        (attempt.Outcome, attempt.Finished!.ExitCode).ShouldBe((Outcome.Unknown, 0));
        attempt.Finished.HeldBack.ShouldNotBeNull().ShouldContain("could not be read within 10 s");
        (await engine.OutputAsync(attempt.Id)).ShouldBe("before\n\n[10 bytes of output are held back]\n");
    }

    [Fact]
    public async Task Start_StorageThatHangs_IsRefusedAndAskedByOneAlone()
    {
        var (storage, why) = await HangingStorage.MountAsync();
        Assert.SkipWhen(storage is null, why);
        using var _ = storage;
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SecretFolder.Check($"echo {HangingStorage.Secret}", storage.Token));
        await File.WriteAllTextAsync(storage.Flag, "", TestContext.Current.CancellationToken);

        (await StartAsync()).ShouldContain("could not be read within 10 s");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 5; i++)
            (await StartAsync()).ShouldContain("could not be read within 10 s");
        (await engine.DoAsync(run, new RunCommand.AddNote("a note", null))).Done.ShouldBeFalse();
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(9));

        // Whoever hung there is let go when the storage has gone, and others may look again.
        storage.TakeDown();
        await Task.Run(async () =>
        {
            while ((await StartAsync()).Contains("within 10 s", StringComparison.Ordinal))
                await Task.Delay(50);
        }).WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);

        async Task<string> StartAsync() =>
            (await engine.DoAsync(run, new RunCommand.StartStep("check"))
                .WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken)).Reasons.ShouldHaveSingleItem().Message;
    }
}
