using System.Diagnostics;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>
/// Another process holds the database's lock for 5, 29 and 31 seconds (the time-out is 30) while a step streams.
/// </summary>
public sealed class HeldWhileRunningTests
{
    private const int Lines = 400_000;

    [Fact]
    public async Task Step_WhileTheDatabaseIsHeld_WaitsAndLosesNothing() =>
        await Task.WhenAll(HoldAsync(5), HoldAsync(29), HoldAsync(31));

    private static async Task HoldAsync(int seconds)
    {
        await using var engine = await EngineHarness.StartAsync();
        var marks = Directory.CreateDirectory($"/var/tmp/{Path.GetFileName(engine.Folder)}").FullName;
        try
        {
            var run = await engine.OpenAsync($$"""
                ---
                title: A stream
                gates:
                  - id: change
                    phrase: change-approved
                    unlocks: mutating
                ---

                ```bash {#stream .mutating timeout=5m}
                echo ran >> {{marks}}/marks
                seq 1 {{Lines}}
                ```
                """);
            (await engine.DoAsync(run, new RunCommand.ApproveGate("change", "change-approved", ""))).Done.ShouldBeTrue();
            using var holder = await HoldAsync(Path.Combine(engine.Folder, "data", "dashboard.db"), seconds);
            var waited = Stopwatch.StartNew();

            // Asked while the lock is held: before its start is recorded nothing runs.
            var asked = engine.DoAsync(run, new RunCommand.StartStep("stream"));
            var again = engine.DoAsync(run, new RunCommand.StartStep("stream"));
            File.Exists(Path.Combine(marks, "marks")).ShouldBeFalse();
            var (first, second) = (await asked, await again);

            waited.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(seconds - 2), $"{seconds} s");
            (first.Done, second.Done).ShouldBe((true, false), $"{seconds} s: {string.Join(' ', first.Reasons.Select(r => r.Message))}");
            using var later = await HoldAsync(Path.Combine(engine.Folder, "data", "dashboard.db"), 2);
            var attempt = await engine.EndAsync(run, first.Id!);

            (attempt.Outcome, attempt.Finished!.Incomplete).ShouldBe((Outcome.Passed, false));
            (await File.ReadAllLinesAsync(Path.Combine(marks, "marks"), TestContext.Current.CancellationToken)).Length.ShouldBe(1);
            Streams.ShouldBeABeginning(await engine.Store.ReadOutputAsync(attempt.Id, 1, long.MaxValue), $"{seconds} s");
            attempt.Finished.Stdout.Bytes.ShouldBe(Enumerable.Range(1, Lines).Sum(i => (long)$"{i}\n".Length));
        }
        finally
        {
            Directory.Delete(marks, recursive: true);
        }
    }

    private static async Task<Process> HoldAsync(string file, int seconds)
    {
        var process = Process.Start(new ProcessStartInfo("sqlite3", ["-batch", file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteLineAsync(".timeout 60000\nBEGIN IMMEDIATE;\nSELECT 'held';");
        await process.StandardInput.FlushAsync();
        (await process.StandardOutput.ReadLineAsync()).ShouldBe("held");
        await process.StandardInput.WriteLineAsync($".shell sleep {seconds}\nCOMMIT;");
        process.StandardInput.Close();
        return process;
    }
}
