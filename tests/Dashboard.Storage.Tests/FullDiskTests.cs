using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

/// <summary>SQLite's own limit of pages makes the disk full at a place that a test can choose.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Append_DiskFull_SaysSoThenRecovers()
    {
        await using var harness = await StartAsync();
        SqliteConnection? connection = null;
        using var queue = new WriteQueue(() => new LedgerWriter(harness.File, harness.Time, c => connection = c), NullLogger.Instance);
        await Write("opened");
        Sql(connection!, $"PRAGMA max_page_count = {Pages()}");

        var refused = await Should.ThrowAsync<StorageException>(async () =>
        {
            for (var i = 0; i < 100; i++)
                await Write(new string('x', 4096));
        });

        refused.Message.ShouldStartWith("The disk is full");
        var before = (await harness.VerifyAsync()).Count;
        Sql(connection!, "PRAGMA max_page_count = 1000000");
        (await Write("room again")).Sequence.ShouldBe(before + 1);
        (await harness.VerifyAsync()).Fault.ShouldBeNull();

        Task<RecordedEvent> Write(string text) =>
            queue.WriteAsync(writer => writer.AppendRun("one", Ada, new NoteAdded { Text = text }, []), CancellationToken.None);
        long Pages() => (long)harness.Scalar("PRAGMA page_count")!;
    }

    /// <summary>Alone or in company, what fails takes back what it had written, and the ledger goes on behind what was there.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task Write_ThatFailsAfterItWrote_LeavesNothingOfItself(int company)
    {
        await using var harness = await StartAsync();
        using var open = new ManualResetEventSlim();
        using var queue = new WriteQueue(() => new LedgerWriter(harness.File, harness.Time), NullLogger.Instance);
        // What comes meanwhile goes into one transaction.
        var first = queue.WriteAsync(
            writer =>
            {
                open.Wait();
                return writer.AppendRun("one", Ada, Opened(), []);
            },
            CancellationToken.None);
        if (company == 1)
        {
            open.Set();
            await first;
        }

        var writes = Enumerable.Range(1, company).Select(i => queue.WriteAsync(
            writer =>
            {
                var recorded = writer.AppendRun("one", Ada, new NoteAdded { Text = $"{i}" }, []);
                return i == 1 ? throw new InvalidOperationException("after it wrote") : recorded.Sequence;
            },
            CancellationToken.None)).ToArray();
        open.Set();
        await Task.WhenAll(writes.Select(w => w.ContinueWith(_ => { }, TaskScheduler.Default)));

        writes.Count(w => w.IsFaulted).ShouldBe(1);
        await queue.WriteAsync(writer => writer.AppendRun("one", Ada, new NoteAdded { Text = "more" }, []), CancellationToken.None);
        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(company + 1));
    }

    [Fact]
    public async Task Append_DiskFullWithinABatch_AcknowledgesExactlyWhatIsKept()
    {
        await using var harness = await StartAsync();
        SqliteConnection? connection = null;
        using var queue = new WriteQueue(() => new LedgerWriter(harness.File, harness.Time, c => connection = c), NullLogger.Instance);
        await queue.WriteAsync(writer => writer.AppendRun("one", Ada, Opened(), []), CancellationToken.None);
        Sql(connection!, $"PRAGMA max_page_count = {(long)harness.Scalar("PRAGMA page_count")! + 20}");

        // Small and large writes, all at once: some fit, some do not, and no answer may be wrong.
        var writes = Enumerable.Range(1, 400).Select(i => (Number: i, Done: queue.WriteAsync(
            writer =>
            {
                writer.AppendOutput([new("a", i, OutputChannel.Stdout, default, new byte[i % 3 == 0 ? 60_000 : 10])]);
                return i;
            },
            CancellationToken.None))).ToArray();
        await Task.WhenAll(writes.Select(w => w.Done.ContinueWith(_ => { }, TaskScheduler.Default)));

        writes.ShouldContain(w => w.Done.IsFaulted);
        var acknowledged = writes.Where(w => w.Done.IsCompletedSuccessfully).Select(w => (long)w.Number);
        (await harness.Store.ReadOutputAsync("a", 0, long.MaxValue)).Select(c => c.Number).ShouldBe(acknowledged);
        writes.Where(w => w.Done.IsFaulted).ShouldAllBe(w => w.Done.Exception!.InnerException is StorageException);

        Sql(connection!, "PRAGMA max_page_count = 1000000");
        await queue.WriteAsync(writer => writer.AppendRun("one", Ada, new NoteAdded { Text = "room again" }, []), CancellationToken.None);
        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(2));
    }
}
