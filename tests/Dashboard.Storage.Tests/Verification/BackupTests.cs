using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests.Verification;

/// <summary>What a copy and its restore refuse, and that they leave everything as it is when they do.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task Restore_OfADamagedBackup_ChangesNothing()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("a", Ada, Opened());
        for (var i = 2; i <= 6; i++)
            await harness.Store.AppendAsync("a", Ada, new NoteAdded { Text = $"note {i}" });
        var file = Beside(harness.Folder, "backup.db");
        (await harness.Services.GetRequiredService<IBackup>().CreateAsync(file)).Faults.ShouldBeEmpty();
        using (var connection = SqliteConnections.Open(file))
        {
            SqliteCommands.Run(connection, "DROP TRIGGER ledger_no_update");
            SqliteCommands.Run(connection, "UPDATE ledger SET Bytes = Bytes || x'20' WHERE Seq = 5");
        }

        await harness.Store.AppendAsync("a", Ada, new NoteAdded { Text = "after the copy" });
        await harness.StopAsync();
        await using (var services = harness.Compose())
        {
            var (report, kept) = await services.GetRequiredService<IBackup>().RestoreAsync(file);
            report.Faults.ShouldContain(f => f.Where == "entry 5");
            kept.ShouldBeNull();
        }

        await harness.StartServerAsync();
        (await harness.Store.ReadRunAsync("a"))[^1].Event.ShouldBeOfType<NoteAdded>().Text.ShouldBe("after the copy");
        Directory.GetFiles(harness.Folder, "*restored*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Backup_OntoAFileThatIsThere_IsRefused_AndRestoreBesideAServerToo()
    {
        await using var harness = await StartAsync();
        var file = Beside(harness.Folder, "backup.db");
        await File.WriteAllTextAsync(file, "mine");
        var backup = harness.Services.GetRequiredService<IBackup>();
        (await Should.ThrowAsync<StorageException>(() => backup.CreateAsync(file))).Message.ShouldContain("already exists");
        (await File.ReadAllTextAsync(file)).ShouldBe("mine");

        await using var second = harness.Compose();
        (await Should.ThrowAsync<StorageException>(() => second.GetRequiredService<IBackup>().RestoreAsync(file))).Message
            .ShouldContain("Another dashboard uses the data folder");
        (await Should.ThrowAsync<StorageException>(() => backup.RestoreAsync(file))).Message
            .ShouldContain("is not a database. Name a file that `backup` wrote.");
        (await Should.ThrowAsync<StorageException>(() => backup.CreateAsync(Beside(harness.Folder, "none", "backup.db")))).Message
            .ShouldContain("There is no folder");
        (await Should.ThrowAsync<StorageException>(() => backup.CreateAsync(harness.Folder))).Message.ShouldContain("already exists");
    }

    private static string Beside(string data, params string[] parts) => Path.Combine([Path.GetDirectoryName(data)!, .. parts]);
}
