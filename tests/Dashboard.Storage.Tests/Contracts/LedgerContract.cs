using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
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
            chain.Next(entry.Sequence, System.Text.Encoding.UTF8.GetBytes(entry.Stream), entry.Bytes.Span,
                System.Text.Encoding.UTF8.GetBytes(entry.Hash)).ShouldBeTrue();
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
    public async Task Content_ThatAnEventNames_IsKeptUnderItsDigest()
    {
        byte[] content = [1, 2, 3];
        await Ledger.AppendAsync("a", Ada, Opened(), [content]);

        (await Ledger.ReadBlobAsync(Core.Runbooks.Digests.Of(content))).ShouldBe(content);
        (await Ledger.ReadBlobAsync("no digest")).ShouldBeNull();
    }

    private static IEnumerable<long> Numbers(IEnumerable<LedgerEntry> entries) => entries.Select(e => e.Sequence);

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
