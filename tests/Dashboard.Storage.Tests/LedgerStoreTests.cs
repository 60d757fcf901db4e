using System.Text;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

public sealed class LedgerStoreTests
{
    [Fact]
    public async Task Append_HundredAtOnce_MakeOneChainWithoutGaps()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());

        var recorded = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(
            () => harness.Store.AppendAsync(i % 2 == 0 ? "one" : "two", Ada, new NoteAdded { Text = $"note {i}" }))));

        recorded.Select(r => r.Sequence).Order().ShouldBe(Enumerable.Range(2, 100).Select(i => (long)i));
        var verifier = await harness.VerifyAsync();
        verifier.Fault.ShouldBeNull();
        verifier.Count.ShouldBe(101);
        (await harness.Store.ReadRunAsync("one")).Length.ShouldBe(51);
    }

    [Fact]
    public async Task Append_RunAndAccountEvents_ReadBackAsTheyWere()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened("Büro – 東京"));
        await harness.Store.AppendAsync(Actor.System, new SignedIn("a1", "127.0.0.1"));
        harness.Time.Advance(TimeSpan.FromSeconds(3));
        var note = await harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = "done" });

        var events = await harness.Store.ReadRunAsync("one");

        events.Select(e => e.Sequence).ShouldBe([1, 3]);
        events[0].Event.ShouldBeOfType<RunOpened>().Title.ShouldBe("Büro – 東京");
        events[1].ShouldBe(note);
        events[1].At.ShouldBe(harness.Time.GetUtcNow());
        (await harness.Store.ReadRunAsync("nothing")).ShouldBeEmpty();
        (await harness.VerifyAsync()).Fault.ShouldBeNull();
    }

    [Fact]
    public async Task Append_ClockGoesBackwards_LedgerTimeDoesNot()
    {
        await using var harness = await StartAsync();
        var first = await harness.Store.AppendAsync("one", Ada, Opened());
        harness.Time.AdjustTime(harness.Time.GetUtcNow() - TimeSpan.FromHours(1));

        var second = await harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = "later" });

        second.At.ShouldBe(first.At);
    }

    [Fact]
    public async Task Append_AfterRestart_GoesOnWithTheChain()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        await harness.StopAsync();
        await harness.StartServerAsync();

        (await harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = "again" })).Sequence.ShouldBe(2);

        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(2));
    }

    [Fact]
    public async Task Append_BesideAnotherProcessThatAppends_GoesOnWithTheChain()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        // The command line writes invitations while the server runs.
        await using (var other = harness.Compose())
            await Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<ILedgerStore>(other)
                .AppendAsync(Actor.System, new SignedOut("a1"));

        (await harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = "after" })).Sequence.ShouldBe(3);

        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(3));
    }

    [Fact]
    public async Task Append_BadRequestsAmongGoodOnes_OnlyTheBadOnesFail()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened());
        await harness.Store.AppendAsync("one", Ada, Started("twice"));

        var good = new List<Task<RecordedEvent>>();
        var bad = new List<Task>();
        for (var i = 0; i < 50; i++)
        {
            good.Add(harness.Store.AppendAsync("one", Ada, Started($"attempt{i}")));
            // An attempt's id is unique: this one is refused by its projection, after its entry was written.
            bad.Add(harness.Store.AppendAsync("one", Ada, Started("twice")));
        }

        await Task.WhenAll(good);
        foreach (var task in bad)
            await Should.ThrowAsync<StorageException>(task);
        (await harness.VerifyAsync()).ShouldSatisfyAllConditions(v => v.Fault.ShouldBeNull(), v => v.Count.ShouldBe(52));
        (await harness.Store.ReadRunAsync("one")).Select(e => e.Event).OfType<StepStarted>().Count().ShouldBe(51);
    }

    [Fact]
    public async Task Append_WithContent_KeepsItOnceByItsDigest()
    {
        await using var harness = await StartAsync();
        var content = "the runbook"u8.ToArray();

        await harness.Store.AppendAsync("one", Ada, Opened(), [content]);
        await harness.Store.AppendAsync("two", Ada, Opened(), [content, "other"u8.ToArray()]);

        (await harness.Store.ReadBlobAsync(Digests.Of(content))).ShouldBe(content);
        (await harness.Store.ReadBlobAsync(new string('0', 64))).ShouldBeNull();
        harness.Scalar("SELECT count(*) FROM blobs").ShouldBe(2L);
    }

    [Fact]
    public async Task AppendOutput_Chunks_ReadForwardsAndFromTheEnd()
    {
        await using var harness = await StartAsync();
        var at = harness.Time.GetUtcNow();
        var chunks = Enumerable.Range(1, 10).Select(i => new OutputChunk("a", i, i % 2 == 0 ? OutputChannel.Stderr : OutputChannel.Stdout,
            at.AddMilliseconds(i), Encoding.UTF8.GetBytes($"line {i:00}\0"))).ToArray();

        await harness.Store.AppendOutputAsync(chunks);

        var all = await harness.Store.ReadOutputAsync("a", 1, long.MaxValue);
        all.Select(c => (c.Number, c.Channel, c.At)).ShouldBe(chunks.Select(c => (c.Number, c.Channel, c.At)));
        all.SelectMany(c => c.Bytes.ToArray()).ShouldBe(chunks.SelectMany(c => c.Bytes.ToArray()));
        (await harness.Store.ReadOutputAsync("a", 4, 16)).Select(c => c.Number).ShouldBe([4, 5]);
        (await harness.Store.ReadOutputAsync("a", 4, 1)).Select(c => c.Number).ShouldBe([4]);
        (await harness.Store.ReadOutputAsync("a", 11, 100)).ShouldBeEmpty();
        (await harness.Store.ReadOutputTailAsync("a", 20)).Select(c => c.Number).ShouldBe([9, 10]);
        (await harness.Store.ReadOutputTailAsync("b", 20)).ShouldBeEmpty();
    }

    [Fact]
    public async Task AppendOutput_NumberThatIsTaken_IsRefusedAndChangesNothing()
    {
        await using var harness = await StartAsync();
        await harness.Store.AppendOutputAsync([new("a", 1, OutputChannel.Stdout, default, "first"u8.ToArray())]);

        await Should.ThrowAsync<StorageException>(harness.Store.AppendOutputAsync(
        [
            new("a", 2, OutputChannel.Stdout, default, "second"u8.ToArray()),
            new("a", 1, OutputChannel.Stdout, default, "other"u8.ToArray()),
        ]));

        (await harness.Store.ReadOutputAsync("a", 1, 100)).ShouldHaveSingleItem().Bytes.ToArray().ShouldBe("first"u8.ToArray());
    }

    [Fact]
    public async Task Dispose_WithWritesQueued_WritesThemFirst()
    {
        await using var harness = await StartAsync();
        var writes = Enumerable.Range(0, 300).Select(i => harness.Store.AppendAsync("one", Ada, new NoteAdded { Text = $"{i}" })).ToArray();

        await harness.StopAsync();

        await Task.WhenAll(writes);
        harness.Scalar("SELECT count(*) FROM ledger").ShouldBe(300L);
    }
}
