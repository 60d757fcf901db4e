using System.Diagnostics;
using System.Globalization;
using Dashboard.Benchmarks.Support;
using Dashboard.Core.Runs;

namespace Dashboard.Benchmarks.Ledger;

/// <summary>Durable appends to the ledger, alone and in company, against plain inserts.</summary>
internal sealed class LedgerBenchmark : IBenchmark
{
    private const int Rounds = 9, Rows = 250, Callers = 32;

    private static readonly Actor Ada = new("ada", "ada");

    public string Name => "ledger";

    public string Title => "durable appends, each acknowledged after its commit";

    public async Task RunAsync(Report report, string folder)
    {
        await using var engine = await EngineOnDisk.StartAsync(folder);
        var run = await engine.OpenAsync("```bash {#look .preflight}\ntrue\n```\n");
        await AppendAsync(engine, run, Rows);
        var length = await EntryLengthAsync(engine);
        using var table = new PlainTable(Path.Combine(folder, "plain.db"), length);
        table.Insert(Rows);
        var (plain, one, many) = (new Sample("plain insert"), new Sample("append, one by one"), new Sample($"append, {Callers} callers"));
        for (var round = 0; round < Rounds; round++)
        {
            await engine.IndexedAsync();
            await TakeAsync(plain, Rows, () => Task.Run(() => table.Insert(Rows)));
            await TakeAsync(one, Rows, () => AppendAsync(engine, run, Rows));
            await engine.IndexedAsync();
            await TakeAsync(many, Rows * Callers,
                () => Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => AppendAsync(engine, run, Rows))));
        }

        report.Table([Sample.Header("per second"), plain.Row(), one.Row(), many.Row()]);
        report.Say(string.Create(CultureInfo.InvariantCulture,
            $"  rows of {length} bytes; to a plain insert: one by one {one.Median / plain.Median:0.00}, {Callers} callers "
                + $"{many.Median / plain.Median:0.00}"));
    }

    private static async Task TakeAsync(Sample sample, int rows, Func<Task> work)
    {
        var start = Stopwatch.GetTimestamp();
        await work();
        sample.Add(rows / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    // Starts and ends of attempts, as runs write them, with the lists that are kept in step with them.
    private static async Task AppendAsync(EngineOnDisk engine, string run, int rows)
    {
        for (var i = 0; i < rows; i += 2)
        {
            var attempt = Guid.CreateVersion7().ToString("N");
            await engine.Store.AppendAsync(run, Ada, new StepStarted
            {
                AttemptId = attempt,
                StepId = "look",
                StepDigest = new('0', 64),
                Number = 1,
                Target = "here",
                EnvironmentNames = ["HOME", "LANG", "PATH", "TZ"],
            });
            await engine.Store.AppendAsync(run, Ada, new StepFinished
            {
                AttemptId = attempt,
                Outcome = Outcome.Passed,
                Reason = "It ended with exit code 0.",
                ExitCode = 0,
                Stdout = new(120, new('1', 64), 0),
                Stderr = new(0, new('2', 64), 0),
                Sandbox = "confined, read-only",
            });
        }
    }

    private static async Task<int> EntryLengthAsync(EngineOnDisk engine)
    {
        var (bytes, entries) = (0, 0);
        await foreach (var entry in engine.Store.ReadLedgerAsync())
            (bytes, entries) = (bytes + entry.Bytes.Length, entries + 1);
        return bytes / entries;
    }
}
