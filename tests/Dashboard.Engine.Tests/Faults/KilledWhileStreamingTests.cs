using Dashboard.CrashHost;
using Dashboard.Engine.Ports;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Faults;

/// <summary>The server is killed (SIGKILL) at random moments while steps stream; 200 times in the campaign.</summary>
public sealed class KilledWhileStreamingTests(ITestOutputHelper output)
{
    private const int PerFolder = 10;

    private static readonly int Kills = (int)Campaign.Number("CUTOVER_KILL_N", PerFolder);
    private static readonly int Seed = Campaign.Seed();

    [Fact]
    public async Task Stream_ServerKilledAtRandomMoments_KeepsEveryAcknowledgedByte()
    {
        var series = Enumerable.Range(0, (Kills + PerFolder - 1) / PerFolder).Select(i => new KillSeries(Seed + i)).ToArray();

        await Parallel.ForEachAsync(series, new ParallelOptions { MaxDegreeOfParallelism = 2 },
            async (one, _) => await one.RunAsync(PerFolder));

        output.WriteLine($"{series.Length * PerFolder} kills, {series.Sum(s => s.Acknowledged)} chunks acknowledged, seed {Seed}");
        series.SelectMany(s => s.Lost).ShouldBeEmpty($"seed {Seed}");
        series.Sum(s => s.Acknowledged).ShouldBeGreaterThan(Kills, $"seed {Seed}: the servers died before they had anything to lose");
    }

    // At random moments the window is too small to be met for certain; this is the moment in the middle of it.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stream_ServerKilledJustBeforeItKeepsBytes_LosesThemOnlyWhenAcknowledgedBefore(bool defended)
    {
        var one = new KillSeries(Seed, defended ? "" : CrashWatch.AcknowledgeAfterCommit,
            $"before {nameof(ILedgerStore)}.{nameof(ILedgerStore.AppendOutputAsync)}");

        await one.RunAsync(1);

        (one.Lost.Count == 0).ShouldBe(defended);
        (one.Acknowledged == 0).ShouldBe(defended);
    }
}
