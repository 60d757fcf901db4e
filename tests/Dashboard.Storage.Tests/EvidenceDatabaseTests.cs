using Dashboard.Core.Ledger;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Storage.Tests;

public sealed class EvidenceDatabaseTests
{
    [Fact]
    public async Task Initialise_NewFolder_IsReadableByItsOwnerAlone()
    {
        await using var harness = await StorageHarness.StartAsync();

        File.GetUnixFileMode(harness.Folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.GetUnixFileMode(harness.File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task Initialise_TwiceInARow_KeepsWhatIsThere()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.Store.AppendAsync("one", StorageHarness.Ada, StorageHarness.Opened());
        await harness.StopAsync();

        await harness.StartServerAsync();

        (await harness.Lists.FindRunAsync("one")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Initialise_SecondServerOnTheFolder_FailsNamingTheFolder()
    {
        await using var harness = await StorageHarness.StartAsync();
        await using var second = harness.Compose();

        var refused = await Should.ThrowAsync<StorageException>(second.GetRequiredService<IDatabase>().InitialiseAsync());

        refused.Message.ShouldContain(harness.Folder);
    }

    [Fact]
    public async Task Initialise_FirstServerGone_TakesTheFolder()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.StopAsync();
        await using var second = harness.Compose();

        await second.GetRequiredService<IDatabase>().InitialiseAsync();
    }

    [Fact]
    public async Task Initialise_AfterAKilledMigration_DoesNotWaitForEver()
    {
        await using var harness = await StorageHarness.StartAsync();
        // What EF Core leaves behind when it is killed while it migrates.
        harness.Sql("""
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-31 20:00:00');
            """);
        await harness.StopAsync();

        await harness.StartServerAsync().WaitAsync(TestTimeout.Long);
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task Initialise_TriggerDropped_FailsNamingIt(string trigger)
    {
        await using var harness = await StorageHarness.StartAsync();
        harness.Sql($"DROP TRIGGER {trigger}");
        await harness.StopAsync();

        var refused = await Should.ThrowAsync<StorageException>(harness.StartServerAsync());

        refused.Message.ShouldContain(trigger);
        harness.Scalar("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'").ShouldBe((long)EvidenceSchema.Triggers.Count - 1);
    }

    [Fact]
    public async Task Initialise_TriggerWeakened_FailsNamingIt()
    {
        await using var harness = await StorageHarness.StartAsync();
        harness.Sql("""
            DROP TRIGGER ledger_no_update;
            CREATE TRIGGER ledger_no_update BEFORE UPDATE ON ledger WHEN 0 BEGIN SELECT RAISE(ABORT, 'evidence is never changed'); END;
            """);
        await harness.StopAsync();

        (await Should.ThrowAsync<StorageException>(harness.StartServerAsync())).Message.ShouldContain("ledger_no_update");
    }

    [Fact]
    public async Task Initialise_TableChanged_FailsNamingIt()
    {
        await using var harness = await StorageHarness.StartAsync();
        harness.Sql("ALTER TABLE blobs ADD COLUMN More TEXT");
        await harness.StopAsync();

        (await Should.ThrowAsync<StorageException>(harness.StartServerAsync())).Message
            .ShouldContain("the table blobs is not what it should be");
    }

    [Fact]
    public async Task Initialise_ForeignTrigger_FailsNamingIt()
    {
        await using var harness = await StorageHarness.StartAsync();
        harness.Sql("CREATE TRIGGER helpful AFTER INSERT ON ledger BEGIN DELETE FROM runs; END");
        await harness.StopAsync();

        (await Should.ThrowAsync<StorageException>(harness.StartServerAsync())).Message.ShouldContain("helpful");
    }

    [Fact]
    public async Task Initialise_FileThatIsNoDatabase_FailsNamingIt()
    {
        await using var harness = await StorageHarness.StartAsync();
        await harness.StopAsync();
        SqliteConnection.ClearAllPools();
        await File.WriteAllTextAsync(harness.File, new string('x', 8192));

        (await Should.ThrowAsync<StorageException>(harness.StartServerAsync())).Message.ShouldContain(harness.File);
    }

    [Fact]
    public async Task Model_AgainstItsMigrations_HasNoPendingChanges()
    {
        await using var harness = await StorageHarness.StartAsync();
        await using var context = harness.Context();

        context.Database.HasPendingModelChanges().ShouldBeFalse();
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("trusted_schema", "0")]
    [InlineData("recursive_triggers", "1")]
    [InlineData("busy_timeout", "30000")]
    public async Task Connection_RawAndOfEntityFramework_HasTheSetting(string pragma, string expected)
    {
        await using var harness = await StorageHarness.StartAsync();

        harness.Scalar($"PRAGMA {pragma}")?.ToString().ShouldBe(expected);

        await using var context = harness.Context();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        (await command.ExecuteScalarAsync())?.ToString().ShouldBe(expected);
    }

    public static TheoryData<string> Triggers => [.. EvidenceSchema.Triggers.Keys];
}
