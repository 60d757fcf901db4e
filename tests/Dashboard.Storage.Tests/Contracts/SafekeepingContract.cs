using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.DependencyInjection;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests.Contracts;

/// <summary>The database as a whole: held against itself, watched for changes, copied and put back.</summary>
public abstract class SafekeepingContract : StorageContract
{
    private IDatabaseCheck Check => Services.GetRequiredService<IDatabaseCheck>();

    /// <summary>The command line asks before it opens anything: what is not there must not be made by a look at it.</summary>
    [Fact]
    public async Task Database_IsRequiredWhereThereIsOne_AndMissedWhereThereIsNone()
    {
        var data = Path.Combine(Folder, "elsewhere");
        await using (var elsewhere = StorageBuilder.Build(data, Time, AddStorage))
        {
            var none = elsewhere.GetRequiredService<IDatabase>();
            none.Exists.ShouldBeFalse();
            Should.Throw<StorageException>(none.RequireExisting).Message.ShouldContain(data);
            none.Exists.ShouldBeFalse();
            await none.InitialiseAsync();
            none.RequireExisting();
        }

        // Beside the server that holds it: a second one asks, and takes nothing.
        await using var second = StorageBuilder.Build(Path.Combine(Folder, "data"), Time, AddStorage);
        second.GetRequiredService<IDatabase>().ShouldSatisfyAllConditions(
            d => d.Exists.ShouldBeTrue(), d => d.RequireExisting(), d => Should.Throw<StorageException>(() => d.InitialiseAsync()));
    }

    [Fact]
    public async Task Check_OfWhatWasWritten_CountsItAndFindsNoFault()
    {
        await WriteAsync();

        var (report, seen) = Verify([]);
        report.Faults.ShouldBeEmpty();
        report.Entries.ShouldBe(4);
        report.LastHash.ShouldBe((await Ledger.FindEntryAsync(4))!.Hash);
        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(p => p.Done <= p.Total || p.Total == 0);
        var faults = new FaultList();
        Check.CompareLists(faults, TestContext.Current.CancellationToken);
        faults.Any.ShouldBeFalse();
    }

    /// <summary>A checkpoint is a promise that was given away: a ledger that cannot keep it is not the one that gave it.</summary>
    [Fact]
    public async Task Check_AgainstACheckpointOfAnotherLedger_NamesTheEntry()
    {
        await WriteAsync();
        var entry = (await Ledger.FindEntryAsync(3))!;
        var own = new Checkpoint(3, entry.Hash, entry.Stream, Time.GetUtcNow(), "step-finished");

        Verify([own]).Report.ShouldSatisfyAllConditions(r => r.Faults.ShouldBeEmpty(), r => r.Checkpoints.ShouldBe(1));
        Verify([own with { Hash = new('0', 64) }]).Report.Faults.ShouldContain(f => f.Where.Contains('3', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_TellsEachChangeAndNothingElse()
    {
        await WriteAsync();
        using var changes = Check.Watch();
        var first = changes.Number();

        changes.Number().ShouldBe(first);
        await Ledger.AppendAsync("b", Ada, Opened("b"));
        var second = changes.Number();

        second.ShouldNotBe(first);
        changes.Number().ShouldBe(second);
    }

    [Fact]
    public async Task Backup_PutBack_HoldsWhatWasWrittenBeforeItAndNothingElse()
    {
        await WriteAsync();
        var file = Path.Combine(Folder, "copy");

        (await Services.GetRequiredService<IBackup>().CreateAsync(file)).ShouldSatisfyAllConditions(
            r => r.IsGood.ShouldBeTrue(), r => r.Entries.ShouldBe(4));
        await Should.ThrowAsync<StorageException>(() => Services.GetRequiredService<IBackup>().CreateAsync(file));
        await Ledger.AppendAsync("b", Ada, Opened("b"));
        await StopAsync();
        var (report, kept) = await Services.GetRequiredService<IBackup>().RestoreAsync(file);
        await Services.GetRequiredService<IDatabase>().InitialiseAsync();

        report.IsGood.ShouldBeTrue();
        File.Exists(kept).ShouldBeTrue();
        (await Ledger.LastSequenceAsync(null)).ShouldBe(4);
        (await Lists.OpenRunsAsync()).Select(r => r.RunId).ShouldBe(["a"]);
    }

    private protected async Task WriteAsync()
    {
        await Ledger.AppendAsync("a", Ada, Opened());
        await Ledger.AppendAsync("a", Ada, Started("one"));
        await Ledger.AppendOutputAsync([new("one", 1, OutputChannel.Stdout, Time.GetUtcNow(), "all well\n"u8.ToArray())]);
        await Ledger.AppendAsync("a", Ada, Finished("one") with
        {
            Stdout = new(9, Digests.Of("all well\n"u8), 0),
            Stderr = new(0, Digests.Of([]), 0),
        });
        await Ledger.AppendAsync("a", Ada, new NoteAdded { Text = "seen" });
    }

    private protected (VerifyReport Report, List<VerifyProgress> Seen) Verify(IReadOnlyList<Checkpoint> checkpoints)
    {
        var seen = new List<VerifyProgress>();
        return (Check.Run(checkpoints, new(), new AtOnce(seen), TestContext.Current.CancellationToken), seen);
    }

    private sealed class AtOnce(List<VerifyProgress> seen) : IProgress<VerifyProgress>
    {
        public void Report(VerifyProgress value) => seen.Add(value);
    }
}

/// <summary>SQLite's check, and its copies.</summary>
public sealed class SqliteSafekeepingTests : SafekeepingContract
{
    protected override void AddStorage(IServiceCollection services) => services.AddSqlite();

    /// <summary>SQLite keeps whatever type it is given: the same bytes as text are no longer an entry.</summary>
    [Fact]
    public async Task Check_OfAnEntryWhoseBytesWereMadeText_NamesIt()
    {
        await WriteAsync();
        using (var connection = SqliteConnections.Open(Path.Combine(Folder, "data", "dashboard.db")))
        {
            SqliteCommands.Run(connection, "DROP TRIGGER ledger_no_update");
            SqliteCommands.Run(connection, "UPDATE ledger SET Bytes = CAST(Bytes AS TEXT) WHERE Seq = 3");
        }

        Verify([]).Report.Faults.ShouldContain(f => f.Where == "entry 3");
    }
}
