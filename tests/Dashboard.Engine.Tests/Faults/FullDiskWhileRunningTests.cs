using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.CrashHost;
using Dashboard.Engine.Ports;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>
/// The disk is full at each write of a run. The step does not start, or its record says that it is incomplete; then
/// there is room again.
/// </summary>
public sealed class FullDiskWhileRunningTests
{
    private const string Book = """
        ---
        title: A check
        ---

        ```bash {#check .preflight}
        echo one; sleep 0.6; echo two; sleep 0.6; echo three
        ```
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Run_DiskFullFromItsNthWriteOn_NeverPassesWithoutItsEvidenceAndRecovers(int write)
    {
        var disk = new FullDisk();
        await using var engine = await EngineHarness.StartAsync(replace: services => disk.At<ILedgerStore>(services));
        var run = await engine.OpenAsync(Book);
        disk.FillAfter(write - 1);

        var asked = await engine.DoAsync(run, new RunCommand.StartStep("check"));

        asked.Done.ShouldBe(write > 1);
        if (asked.Done)
        {
            // Its end cannot be written yet either: the screen says so, and nothing passes meanwhile.
            await disk.Refused.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        }
        else
        {
            asked.Reasons.ShouldContain(r => r.Message.Contains("disk is full", StringComparison.OrdinalIgnoreCase),
                string.Join(' ', asked.Reasons.Select(r => r.Message)));
            (await engine.StateAsync(run)).Attempts.ShouldBeEmpty();
        }

        // On a busy machine two lines come as one: then all of its evidence was there before the disk was full, its end too.
        if ((await engine.StateAsync(run)).Attempts is [{ Outcome: Outcome.Passed } early])
        {
            early.Finished!.Incomplete.ShouldBeFalse();
            (await engine.OutputAsync(early.Id)).ShouldBe("one\ntwo\nthree\n");
        }
        else if (asked.Done)
        {
            await Waiting(engine, run, disk);
            disk.MakeRoom();
            var attempt = await engine.EndAsync(run, asked.Id!);
            (attempt.Finished!.Incomplete || attempt.Outcome == Outcome.Passed).ShouldBeTrue();
            if (attempt.Outcome == Outcome.Passed)
                (await engine.OutputAsync(attempt.Id)).ShouldBe("one\ntwo\nthree\n");
        }

        disk.MakeRoom();
        (await engine.RunAsync(run, "check")).Outcome.ShouldBe(Outcome.Passed);
        (await engine.Runs.FindAsync(run, TestContext.Current.CancellationToken))!.Trouble.ShouldBeNull();
    }

    [Fact]
    public async Task Run_OnARealDiskThatFillsUp_SaysSoAndRecovers()
    {
        await using var small = await SmallDisk.MountAsync(8);
        Assert.SkipWhen(small is null, "No file system of its own can be mounted here: that needs root and CAP_SYS_ADMIN.");
        await using var engine = await EngineHarness.StartAsync(o => o.Data = Path.Combine(small.Folder, "data"));
        var run = await engine.OpenAsync(SampleBooks.Preflight("head -c 30M /dev/zero | tr '\\0' x", "timeout=2m"));

        var asked = await engine.DoAsync(run, new RunCommand.StartStep("check"));
        asked.Done.ShouldBeTrue();
        // Whether its end still fits is a matter of luck; either way somebody is told.
        await Task.WhenAny(engine.EndAsync(run, asked.Id!), engine.WhenTroubledAsync(run));
        (await engine.StateAsync(run)).Attempts.ShouldAllBe(a => a.Outcome != Outcome.Passed);

        await small.GrowAsync(200);
        var attempt = await engine.EndAsync(run, asked.Id!);
        attempt.Outcome.ShouldNotBe(Outcome.Passed);
        attempt.Finished!.Incomplete.ShouldBeTrue();
        attempt.Reason.ShouldNotBeNull().ShouldContain("disk is full", Case.Insensitive);
        (await engine.RunAsync(run, "check")).Outcome.ShouldBe(Outcome.Passed);
    }

    /// <summary>
    /// Negative control: an engine that takes its writes for done says that the step passed, and has kept nothing of what it wrote.
    /// </summary>
    [Fact]
    public async Task Run_WritesTakenForDone_PassesWithoutItsEvidence()
    {
        await using var engine = await EngineHarness.StartAsync(replace: services => new Careless().At<ILedgerStore>(services));
        var attempt = await engine.RunAsync(await engine.OpenAsync(Book), "check");

        (attempt.Outcome, attempt.Finished!.Incomplete).ShouldBe((Outcome.Passed, false));
        attempt.Finished.Stdout.Bytes.ShouldBeGreaterThan(0);
        (await engine.OutputAsync(attempt.Id)).ShouldBeEmpty();
    }

    private static async Task Waiting(EngineHarness engine, string run, FullDisk disk)
    {
        // The end of the step is what waits in the end, whatever was refused before it.
        while (!disk.Names.Any(n => n.EndsWith("(StepFinished)", StringComparison.Ordinal)))
            await disk.Refused.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        (await engine.WhenTroubledAsync(run)).ShouldContain("disk is full", Case.Insensitive);
    }

    /// <summary>Says that output is kept, and keeps none.</summary>
    private sealed class Careless : SeamWatch
    {
        public override object? Instead(SeamCall call) =>
            call.Name.EndsWith(".AppendOutputAsync", StringComparison.Ordinal) ? Task.CompletedTask : null;
    }

    /// <summary>Refuses every write after so many, as SQLite does on a full disk, until there is room again.</summary>
    private sealed class FullDisk : SeamWatch
    {
        private int _left = int.MaxValue;

        public SemaphoreSlim Refused { get; } = new(0);

        public System.Collections.Concurrent.ConcurrentQueue<string> Names { get; } = [];

        public void FillAfter(int writes) => Volatile.Write(ref _left, writes);

        public void MakeRoom() => Volatile.Write(ref _left, int.MaxValue);

        public override object? Instead(SeamCall call)
        {
            if (!call.Name.Contains(".Append", StringComparison.Ordinal) || Volatile.Read(ref _left) == int.MaxValue
                || Interlocked.Decrement(ref _left) >= 0)
                return null;
            Interlocked.Exchange(ref _left, 0);
            Names.Enqueue(call.FullName);
            Refused.Release();
            var full = new StorageException("The disk is full.");
            return call.Event is null ? Task.FromException(full) : Task.FromException<RecordedEvent>(full);
        }
    }
}
