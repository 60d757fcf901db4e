using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>A copy made while steps run, and its restore.</summary>
public sealed class BackupBesideStepsTests
{
    [Fact]
    public async Task Backup_WhileAStepStreams_IsWholeAndCanBePutBack()
    {
        await using var engine = await EngineHarness.StartAsync();
        var done = await EvidenceHistory.WalkAsync(engine);
        var open = await engine.OpenAsync(SampleBooks.Preflight("for ((i = 1; ; i++)); do echo $i; done", "timeout=5m"), slug: "stream");
        var attempt = (await engine.DoAsync(open, new RunCommand.StartStep("check"))).Id!;
        await engine.WhenAsync(open, _ => engine.OutputAsync(attempt).Result.Length > 0);
        var file = Path.Combine(engine.Folder, "backup.db");

        var report = await engine.Services.GetRequiredService<IBackup>()
            .CreateAsync(file, cancellation: TestContext.Current.CancellationToken);

        report.Faults.ShouldBeEmpty();
        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFiles(engine.Folder, "backup*").ShouldBe([file]);
        (await engine.StateAsync(open)).Attempts[^1].IsRunning.ShouldBeTrue();
        await engine.DoAsync(open, new RunCommand.CancelAttempt(attempt));
        await engine.EndAsync(open, attempt);

        await using var other = await EngineHarness.StartAsync();
        var before = (await other.Services.GetRequiredService<IBackup>()
            .CreateAsync(Path.Combine(other.Folder, "own.db"), cancellation: TestContext.Current.CancellationToken)).Entries;
        before.ShouldBeLessThan(report.Entries);
        await other.ReplaceDatabaseAsync(async backup =>
        {
            var (restored, kept) = await backup.RestoreAsync(file, cancellation: TestContext.Current.CancellationToken);
            restored.Faults.ShouldBeEmpty();
            File.Exists(kept).ShouldBeTrue();
        });
        (await other.StateAsync(done)).Closed!.Result.ShouldBe(RunResult.Completed);
        // It ran when the copy was made: in the copy nobody will ever tell how it ended.
        (await other.StateAsync(open)).Attempts[^1].Outcome.ShouldBe(Outcome.Unknown);
    }
}
