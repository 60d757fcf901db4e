using System.Diagnostics;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Storage.Ledger;
using Dashboard.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

/// <summary>
/// A second process (the SQLite shell) holds the database's write lock: callers wait, nothing is lost, nothing is written twice.
/// </summary>
[Needs(Need.Time)]
public sealed class HeldDatabaseTests
{
    [Fact]
    public async Task Append_LockHeldForFiveSeconds_WaitsAndLosesNothing()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        using var holder = await HolderAsync(harness.File, ".shell sleep 5");
        var waited = Stopwatch.StartNew();

        var writes = Enumerable.Range(1, 50).Select(i => i % 2 == 0
            ? harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = $"{i}" })
            : harness.Store.AppendOutputAsync([new("a", i, OutputChannel.Stdout, default, "line"u8.ToArray())])).ToArray();

        // Readers go on meanwhile.
        (await harness.Store.ReadRunAsync("one")).Length.ShouldBe(1);
        writes.ShouldAllBe(w => !w.IsCompleted);
        await Task.WhenAll(writes);
        waited.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(3));
        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(26));
        (await harness.Store.ReadOutputAsync("a", 1, long.MaxValue)).Length.ShouldBe(25);
    }

    [Fact]
    public async Task Append_LockHeldBeyondBusyTimeout_TriesAgainAndLosesNothing()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        using var busy = new SemaphoreSlim(0);
        using var queue = new WriteQueue(() => new LedgerWriter(harness.File, harness.Time, Impatient), NullLogger.Instance,
            onBusy: () => busy.Release());
        using var holder = await HolderAsync(harness.File);

        var writes = Enumerable.Range(1, 20).Select(i => queue.WriteAsync(
            writer => writer.AppendRun("one", Ada, new NoteAdded { Text = $"{i}" }, []), CancellationToken.None)).ToArray();

        // More than one time-out has passed, and the callers still wait.
        for (var i = 0; i < 3; i++)
            (await busy.WaitAsync(TestTimeout.Long)).ShouldBeTrue();
        writes.ShouldAllBe(w => !w.IsCompleted);
        await holder.StandardInput.WriteLineAsync("COMMIT;");
        await holder.StandardInput.FlushAsync();
        await Task.WhenAll(writes);
        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(21));
    }

    /// <summary>Negative control: a writer that tries once loses what it was given, though the lock is released soon.</summary>
    [Fact]
    public async Task Append_TriedOnceWhileTheLockIsHeld_IsLost()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        using var queue = new WriteQueue(() => new LedgerWriter(harness.File, harness.Time, Impatient), NullLogger.Instance, busyTries: 1);
        using var holder = await HolderAsync(harness.File, ".shell sleep 5");

        await Should.ThrowAsync<StorageException>(
            queue.WriteAsync(writer => writer.AppendRun("one", Ada, new NoteAdded { Text = "lost" }, []), CancellationToken.None));

        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await harness.Store.ReadRunAsync("one")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Append_LockNeverReleased_FailsSayingSoAndRecovers()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        using var queue = new WriteQueue(() => new LedgerWriter(harness.File, harness.Time, Impatient), NullLogger.Instance, busyTries: 2);
        using (var holder = await HolderAsync(harness.File))
        {
            var refused = await Should.ThrowAsync<StorageException>(
                queue.WriteAsync(writer => writer.AppendRun("one", Ada, new NoteAdded { Text = "lost" }, []), CancellationToken.None));
            refused.Message.ShouldContain("holds the database");
            await holder.StandardInput.WriteLineAsync("COMMIT;");
            holder.StandardInput.Close();
            await holder.WaitForExitAsync();
        }

        await queue.WriteAsync(writer => writer.AppendRun("one", Ada, new NoteAdded { Text = "written" }, []), CancellationToken.None);

        (await harness.Store.ReadRunAsync("one")).Select(e => e.Event).OfType<NoteAdded>().ShouldHaveSingleItem().Text.ShouldBe("written");
    }

    private static void Impatient(Microsoft.Data.Sqlite.SqliteConnection connection)
    {
        Sql(connection, "PRAGMA busy_timeout = 50");
        // Microsoft.Data.Sqlite tries for this long by itself; a second is its smallest wait.
        connection.DefaultTimeout = 1;
    }

    /// <summary>
    /// Another process that holds the write lock when this returns, until it is told COMMIT or has carried out what it was given.
    /// </summary>
    private static async Task<Process> HolderAsync(string file, string? then = null)
    {
        var start = new ProcessStartInfo("sqlite3", ["-batch", file]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync("BEGIN IMMEDIATE;\nSELECT 'held';");
        await process.StandardInput.FlushAsync();
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("held");
        if (then is not null)
        {
            await process.StandardInput.WriteLineAsync($"{then}\nCOMMIT;");
            process.StandardInput.Close();
        }

        return process;
    }
}
