using System.Text;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests.Contracts;

/// <summary>The ledger: appended to, read in every way that the engine reads it.</summary>
public abstract class LedgerContract : StorageContract
{
    [Fact]
    public async Task Entries_OfSeveralStreams_AreReadByNumberStreamAndPage()
    {
        await WriteAsync();

        (await Ledger.FindEntryAsync(2)).ShouldNotBeNull().Stream.ShouldBe("run/a");
        (await Ledger.FindEntryAsync(99)).ShouldBeNull();
        Numbers(await Ledger.ReadEntriesAsync(1, 3)).ShouldBe([2, 3, 4]);
        Numbers(await Ledger.ReadStreamAfterAsync("run/a", 0)).ShouldBe([2, 4, 6]);
        Numbers(await Ledger.ReadStreamAfterAsync("run/a", 2)).ShouldBe([4, 6]);
        Numbers(Ledger.ReadStreamAfter(LedgerStreams.Accounts, 1)).ShouldBe([5]);
        Numbers(await Ledger.ReadStreamBackwardsAsync("run/a", long.MaxValue, 2)).ShouldBe([6, 4]);
        Numbers(await Ledger.ReadStreamBackwardsAsync("run/a", 6, 5)).ShouldBe([4, 2]);
        (await Ledger.FindInStreamAsync("run/a", 0, "needle", _ => true)).ShouldNotBeNull().Sequence.ShouldBe(4);
        (await Ledger.FindInStreamAsync("run/a", 4, "needle", _ => true)).ShouldBeNull();
        (await Ledger.FindInStreamAsync("run/a", 0, "needle", _ => false)).ShouldBeNull();
        (await Ledger.FindInStreamAsync("run/b", 0, "needle", _ => true)).ShouldBeNull();
    }

    [Fact]
    public async Task Entries_AreTheBytesThatTheirHashesAreOf()
    {
        await WriteAsync();

        var chain = new LedgerVerifier();
        await foreach (var entry in Ledger.ReadLedgerAsync())
            chain.Next(entry.Sequence, Encoding.UTF8.GetBytes(entry.Stream), entry.Bytes.Span,
                Encoding.UTF8.GetBytes(entry.Hash)).ShouldBeTrue();
        (chain.Fault, chain.Count).ShouldBe((null, 6));
    }

    [Fact]
    public async Task Last_OfAStreamAndOfAll_IsItsNumberOrNought()
    {
        (await Ledger.LastSequenceAsync(null)).ShouldBe(0);
        (await Ledger.LatestTimeAsync()).ShouldBeNull();
        await WriteAsync();

        (await Ledger.LastSequenceAsync(null)).ShouldBe(6);
        (await Ledger.LastSequenceAsync("run/b")).ShouldBe(3);
        (await Ledger.LastSequenceAsync("run/none")).ShouldBe(0);
        (await Ledger.LatestTimeAsync()).ShouldBe(Time.GetUtcNow());
    }

    [Fact]
    public async Task RunStreams_AreInTheOrderInWhichTheyBegin()
    {
        await WriteAsync();

        (await Ledger.RunStreamsAsync(0, 6)).ShouldBe(["run/a", "run/b"]);
        (await Ledger.RunStreamsAsync(0, 2)).ShouldBe(["run/a"]);
        // Whether a stream that began earlier is named again is for the store to choose: whoever asks knows it by then.
        (await Ledger.RunStreamsAsync(2, 6)).ShouldContain("run/b");
    }

    [Fact]
    public async Task Run_IsReadAsItsEventsInOrder()
    {
        await WriteAsync();

        var events = await Ledger.ReadRunAsync("a");
        events.Select(e => (e.Sequence, e.Actor, e.Event.GetType())).ShouldBe(
            [(2, Ada, typeof(RunOpened)), (4, Ada, typeof(NoteAdded)), (6, Ada, typeof(NoteAdded))]);
        (events[1].At - events[0].At).ShouldBe(TimeSpan.FromSeconds(3));
        events[1].Event.ShouldBeOfType<NoteAdded>().Text.ShouldBe("a needle in it");
        (await Ledger.ReadRunAsync("none")).ShouldBeEmpty();
        (await Ledger.ReadRunAsync(LedgerStreams.Accounts)).ShouldBeEmpty("a run is named by its id, and other streams are none");
    }

    [Fact]
    public async Task Stream_IsReadWhole_AsTheSameBytesAsTheLedger()
    {
        await WriteAsync();

        var stream = await Ledger.ReadStreamAsync("run/a").ToArrayAsync();
        Numbers(stream).ShouldBe([2, 4, 6]);
        foreach (var entry in stream)
        {
            var found = (await Ledger.FindEntryAsync(entry.Sequence)).ShouldNotBeNull();
            (entry.Stream, entry.Hash).ShouldBe((found.Stream, found.Hash));
            entry.Bytes.ToArray().ShouldBe(found.Bytes.ToArray());
        }

        Numbers(await Ledger.ReadStreamAsync(LedgerStreams.Accounts).ToArrayAsync()).ShouldBe([1, 5]);
        (await Ledger.ReadStreamAsync("run/none").ToArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Output_FromAChunkOn_IsInOrderAndNoLongerThanAskedFor()
    {
        await WriteOutputAsync();

        var all = await Ledger.ReadOutputAsync("one", 1, long.MaxValue);
        Texts(all).ShouldBe(["aaaa", "bb", "ccc"]);
        all.Select(c => (c.AttemptId, c.Number, c.Channel, c.At)).ShouldBe(
        [
            ("one", 1, OutputChannel.Stdout, Time.GetUtcNow()),
            ("one", 2, OutputChannel.Stderr, Time.GetUtcNow()),
            // The gap marks what was left out.
            ("one", 4, OutputChannel.Stdout, Time.GetUtcNow()),
        ]);
        Texts(await Ledger.ReadOutputAsync("one", 2, long.MaxValue)).ShouldBe(["bb", "ccc"]);
        Texts(await Ledger.ReadOutputAsync("one", 1, 6)).ShouldBe(["aaaa", "bb"]);
        Texts(await Ledger.ReadOutputAsync("one", 1, 8)).ShouldBe(["aaaa", "bb"]);
        // Whoever reads on by pages must get ahead, however small they are.
        Texts(await Ledger.ReadOutputAsync("one", 1, 1)).ShouldBe(["aaaa"]);
        (await Ledger.ReadOutputAsync("one", 5, long.MaxValue)).ShouldBeEmpty();
        (await Ledger.ReadOutputAsync("none", 1, long.MaxValue)).ShouldBeEmpty();
    }

    [Fact]
    public async Task OutputTail_IsTheLastChunksInOrder_AndNeverMoreThanAskedFor()
    {
        await WriteOutputAsync();

        Texts(await Ledger.ReadOutputTailAsync("one", long.MaxValue)).ShouldBe(["aaaa", "bb", "ccc"]);
        Texts(await Ledger.ReadOutputTailAsync("one", 5)).ShouldBe(["bb", "ccc"]);
        Texts(await Ledger.ReadOutputTailAsync("one", 4)).ShouldBe(["ccc"]);
        (await Ledger.ReadOutputTailAsync("one", 2)).ShouldBeEmpty();
        (await Ledger.ReadOutputTailAsync("none", long.MaxValue)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Content_ThatAnEventNames_IsKeptUnderItsDigest()
    {
        byte[] content = [1, 2, 3];
        await Ledger.AppendAsync("a", Ada, Opened(), [content]);

        (await Ledger.ReadBlobAsync(Core.Runbooks.Digests.Of(content))).ShouldBe(content);
        (await Ledger.ReadBlobAsync("no digest")).ShouldBeNull();
    }

    private static IEnumerable<long> Numbers(IEnumerable<LedgerEntry> entries) => entries.Select(e => e.Sequence);

    private static IEnumerable<string> Texts(IEnumerable<OutputChunk> chunks) => chunks.Select(c => Encoding.UTF8.GetString(c.Bytes.Span));

    // Two attempts that write in turn, as those of two runs do.
    private async Task WriteOutputAsync()
    {
        await Ledger.AppendOutputAsync([Chunk("one", 1, "aaaa"), Chunk("another", 1, "x")]);
        await Ledger.AppendOutputAsync([Chunk("one", 2, "bb", OutputChannel.Stderr), Chunk("another", 2, "y"), Chunk("one", 4, "ccc")]);
    }

    private OutputChunk Chunk(string attempt, long number, string text, OutputChannel channel = OutputChannel.Stdout) =>
        new(attempt, number, channel, Time.GetUtcNow(), Encoding.UTF8.GetBytes(text));

    private async Task WriteAsync()
    {
        await Ledger.AppendAsync(Actor.System, new SignedIn("u1", "192.0.2.7"));
        await Ledger.AppendAsync("a", Ada, Opened());
        await Ledger.AppendAsync("b", Ada, Opened());
        Time.Advance(TimeSpan.FromSeconds(3));
        await Ledger.AppendAsync("a", Ada, new NoteAdded { Text = "a needle in it" });
        await Ledger.AppendAsync(Actor.System, new SignedIn("u1", "192.0.2.7"));
        await Ledger.AppendAsync("a", Ada, new NoteAdded { Text = "hay" });
    }
}

/// <summary>SQLite's ledger.</summary>
public sealed class SqliteLedgerTests : LedgerContract
{
    protected override void AddStorage(IServiceCollection services) => services.AddSqlite();
}
