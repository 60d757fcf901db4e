using System.Diagnostics;
using System.Globalization;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Testing;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

/// <summary>
/// A process that appends is killed (SIGKILL) at random moments: whatever it acknowledged is there, and the chain is whole.
/// </summary>
[Needs(Need.Time)]
public sealed class KilledServerTests(ITestOutputHelper output)
{
    private const string ChildVariable = "CUTOVER_TEST_APPEND_TO";

    [Fact]
    public async Task Append_ProcessKilledAtRandomMoments_KeepsAllThatWasAcknowledged()
    {
        var (kills, seed) = ((int)Campaign.Number("CUTOVER_KILL_N", 8), Campaign.Seed());
        output.WriteLine($"{kills} kills, seed {seed}");
        var random = new Random(seed);
        await using var harness = await StartAsync();
        await harness.StopAsync();
        var (events, chunks) = (0L, 0L);

        for (var kill = 0; kill < kills; kill++)
        {
            (events, chunks) = await KillAsync(harness.Folder, random.Next(1, 400));

            await harness.StartServerAsync();
            var verifier = await harness.VerifyAsync();
            verifier.Fault.ShouldBeNull();
            verifier.Count.ShouldBeGreaterThanOrEqualTo(events);
            (await harness.Store.ReadOutputAsync("a", 1, long.MaxValue)).Length.ShouldBeGreaterThanOrEqualTo((int)chunks);
            harness.Scalar("PRAGMA integrity_check").ShouldBe("ok");
            await harness.StopAsync();
        }

        Math.Max(events, chunks).ShouldBeGreaterThan(0, "the processes died before they had anything to lose");
    }

    /// <summary>
    /// Starts the child, waits for so many acknowledgements, kills it, and tells the last event and chunk it acknowledged.
    /// </summary>
    private static async Task<(long Events, long Chunks)> KillAsync(string folder, int acknowledgements)
    {
        var executable = Path.ChangeExtension(typeof(KilledServerTests).Assembly.Location, null);
        var start = new ProcessStartInfo(executable,
            ["-explicit", "only", "-method", $"*.{nameof(Child_ForTheTestAbove_AppendsUntilItIsKilled)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[ChildVariable] = folder;
        using var child = Process.Start(start)!;
        var (events, chunks) = (0L, 0L);
        while (await child.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is ["event", var sequence])
                events = long.Parse(sequence, CultureInfo.InvariantCulture);
            else if (line.Split(' ') is ["chunk", var number])
                chunks = long.Parse(number, CultureInfo.InvariantCulture);
            else
                continue;
            if (--acknowledgements == 0)
                child.Kill();
        }

        await child.WaitForExitAsync();
        child.ExitCode.ShouldBe(128 + 9);
        return (events, chunks);
    }

    /// <summary>The child: appends until it is killed, and says what was acknowledged.</summary>
    [Fact(Explicit = true)]
    public async Task Child_ForTheTestAbove_AppendsUntilItIsKilled()
    {
        var folder = Environment.GetEnvironmentVariable(ChildVariable)
            ?? throw new InvalidOperationException($"{ChildVariable} is not set.");
        await using var harness = await StartAsync(folder);
        var chunk = (await harness.Store.ReadOutputAsync("a", 0, long.MaxValue)).LastOrDefault()?.Number ?? 0;
        while (true)
        {
            // Several at once, so that group commits are among what is killed.
            var events = new[] { "x", "y", "z" }.Select(t => harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = t })).ToArray();
            var written = harness.Store.AppendOutputAsync([new("a", ++chunk, OutputChannel.Stdout, default, new byte[5000])]);
            foreach (var recorded in events)
                Console.WriteLine($"event {(await recorded).Sequence}");
            await written;
            Console.WriteLine($"chunk {chunk}");
        }
    }
}
