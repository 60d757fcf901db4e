using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>A copy made while steps run, and its restore.</summary>
public sealed class BackupTests
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

    [Fact]
    public async Task Restore_OfADamagedBackup_ChangesNothing()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await EvidenceHistory.WalkAsync(engine);
        var file = Path.Combine(engine.Folder, "backup.db");
        await engine.Services.GetRequiredService<IBackup>().CreateAsync(file, cancellation: TestContext.Current.CancellationToken);
        using (var connection = SqliteConnections.Open(file))
        {
            SqliteCommands.Run(connection, "DROP TRIGGER ledger_no_update");
            SqliteCommands.Run(connection, "UPDATE ledger SET Bytes = Bytes || x'20' WHERE Seq = 5");
        }

        await engine.ReplaceDatabaseAsync(async backup =>
        {
            var (report, kept) = await backup.RestoreAsync(file, cancellation: TestContext.Current.CancellationToken);
            report.Faults.ShouldContain(f => f.Where == "entry 5");
            kept.ShouldBeNull();
        });

        (await engine.StateAsync(run)).Closed.ShouldNotBeNull();
        Directory.GetFiles(Path.Combine(engine.Folder, "data"), "*restored*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Backup_OntoAFileThatIsThere_IsRefused_AndRestoreBesideAServerToo()
    {
        await using var engine = await EngineHarness.StartAsync();
        var file = Path.Combine(engine.Folder, "backup.db");
        await File.WriteAllTextAsync(file, "mine", TestContext.Current.CancellationToken);
        var backup = engine.Services.GetRequiredService<IBackup>();
        (await Should.ThrowAsync<StorageException>(() => backup.CreateAsync(file))).Message.ShouldContain("already exists");
        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe("mine");

        await using var second = engine.Compose(null).BuildServiceProvider();
        (await Should.ThrowAsync<StorageException>(() => second.GetRequiredService<IBackup>().RestoreAsync(file))).Message
            .ShouldContain("Another dashboard uses the data folder");
        (await Should.ThrowAsync<StorageException>(() => backup.RestoreAsync(file))).Message
            .ShouldContain("is not a database. Name a file that `backup` wrote.");
        (await Should.ThrowAsync<StorageException>(() => backup.CreateAsync(Path.Combine(engine.Folder, "none", "backup.db")))).Message
            .ShouldContain("There is no folder");
        (await Should.ThrowAsync<StorageException>(() => backup.CreateAsync(engine.Folder))).Message.ShouldContain("already exists");
    }
}
