using System.Security.Cryptography;
using System.Text;
using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>How an attempt's output is kept: in chunks, soon, told apart, and head and tail of what is too much.</summary>
public sealed class OutputKeptTests
{
    private const int Cap = 1_000_000, MostInAChunk = 64 << 10;

    [Fact]
    public async Task Output_LargerThanItsCap_KeepsHeadAndTailAndDigestsAllOfIt()
    {
        await using var engine = await EngineHarness.StartAsync(o => o.OutputCap = Cap);
        var attempt = await engine.RunAsync(await engine.OpenAsync(SampleBooks.Preflight("seq 1 400000")), "check");

        var whole = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(1, 400_000).Select(i => $"{i}\n")));
        var chunks = await engine.Store.ReadOutputAsync(attempt.Id, 1, long.MaxValue);
        var kept = chunks.SelectMany(c => c.Bytes.ToArray()).ToArray();
        kept.Length.ShouldBeLessThanOrEqualTo(Cap);
        attempt.Finished!.Stdout.ShouldBe(
            new OutputSummary(whole.Length, Convert.ToHexStringLower(SHA256.HashData(whole)), whole.Length - kept.Length));
        kept.AsSpan().StartsWith(whole.AsSpan(0, Cap / 2)).ShouldBeTrue("the head");
        kept.AsSpan().EndsWith(whole.AsSpan(whole.Length - ((Cap / 4) - MostInAChunk))).ShouldBeTrue("the tail");
        chunks.ShouldAllBe(c => c.Bytes.Length <= MostInAChunk);
    }

    [Fact]
    public async Task Output_OfAStepThatGoesOn_IsStoredSoonWithItsTimesAndStreams()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SampleBooks.Preflight("echo out; echo err >&2; sleep 600"));
        var started = await engine.DoAsync(run, new RunCommand.StartStep("check"));
        var begun = (await engine.StateAsync(run)).Running!.StartedAt;

        // Woken by the feed, as a viewer is; the step still has minutes to go.
        var chunks = await StoredAsync(engine, run, started.Id!, most: 2);

        chunks.Select(c => (c.Channel, Encoding.UTF8.GetString(c.Bytes.Span))).Order()
            .ShouldBe([(OutputChannel.Stdout, "out\n"), (OutputChannel.Stderr, "err\n")]);
        chunks.ShouldAllBe(c => c.At >= begun && c.At - begun < TestTimeout.Long);
        (await engine.StateAsync(run)).Running.ShouldNotBeNull();
        (await engine.DoAsync(run, new RunCommand.CancelAttempt(started.Id!))).Done.ShouldBeTrue();
        (await engine.EndAsync(run, started.Id!)).Outcome.ShouldBe(Outcome.Cancelled);
    }

    private static async Task<OutputChunk[]> StoredAsync(EngineHarness engine, string run, string attempt, int most)
    {
        using var changed = new SemaphoreSlim(0);
        using var watch = engine.Feed.Subscribe(run, () => changed.Release());
        using var timeout = new CancellationTokenSource(TestTimeout.Long);
        while (true)
        {
            if (await engine.Store.ReadOutputAsync(attempt, 1, long.MaxValue, timeout.Token) is { Length: var count } chunks
                && count >= most)
                return [.. chunks];
            await changed.WaitAsync(timeout.Token);
        }
    }
}
