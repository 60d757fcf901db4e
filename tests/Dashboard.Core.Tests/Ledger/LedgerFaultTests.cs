using System.Text;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Ledger;

/// <summary>One plain example for each thing that can be wrong with an entry, in the words that people read.</summary>
public sealed class LedgerFaultTests
{
    private static readonly string Other = new('a', 64);

    private readonly LedgerVerifier _verifier = new();

    private string _hash = LedgerCodec.NoHash;
    private string _streamHash = LedgerCodec.NoHash;

    [Fact]
    public void Next_EntryThatFollows_IsCountedAndRemembered()
    {
        var first = Take(Entry());
        _verifier.Next(Entry()).ShouldBeTrue();

        (_verifier.Count, _verifier.Fault).ShouldBe((2, null));
        _verifier.Hash.ShouldNotBe(first.Hash);
    }

    [Fact]
    public void Next_AnotherNumber_SaysWhich()
    {
        Take(Entry());

        Fault(Entry() with { Sequence = 7 }).ShouldBe(new LedgerFault(2, "number", "2", "7"));
    }

    [Fact]
    public void Next_EntriesLeftOut_IsAFaultThoughAllElseFollows()
    {
        Take(Entry());

        Fault(Entry(sequence: 7)).ShouldBe(new LedgerFault(2, "number", "2", "7"));
    }

    [Fact]
    public void Next_HashThatIsNotOfItsBytes_SaysBoth()
    {
        var entry = Entry();

        Fault(entry with { Hash = Other }).ShouldBe(new LedgerFault(1, "SHA-256 of its bytes", Other, entry.Hash));
    }

    [Fact]
    public void Next_HashOfNothing_IsAFault() => Fault(Entry() with { Hash = LedgerCodec.NoHash }).What.ShouldBe("SHA-256 of its bytes");

    [Fact]
    public void Next_EntryThatDeniesTheOneBeforeInItsStream_SaysBoth()
    {
        var first = Take(Entry());

        Fault(Entry(streamPrevious: LedgerCodec.NoHash))
            .ShouldBe(new LedgerFault(2, "hash of the stream's entry before", first.Hash, LedgerCodec.NoHash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("no entry")]
    public void Next_BytesThatAreNoEntry_SaysSo(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);

        var fault = Fault(new(1, "run/1", bytes, Digests.Of(bytes)));

        (fault.Sequence, fault.What, fault.Expected).ShouldBe((1, "bytes", "a ledger entry"));
        fault.Found.ShouldNotBeEmpty();
    }

    [Fact]
    public void Next_AnotherNumberInItsBytes_SaysWhich() =>
        Fault(Entry(sequence: 3) with { Sequence = 1 }).ShouldBe(new LedgerFault(1, "number in its bytes", "1", "3"));

    [Fact]
    public void Next_AnotherStreamInItsBytes_SaysWhich() =>
        Fault(Entry() with { Stream = "run/2" }).ShouldBe(new LedgerFault(1, "stream in its bytes", "run/2", "run/1"));

    [Fact]
    public void Next_AnotherHashOfTheEntryBefore_SaysBoth()
    {
        var first = Take(Entry());

        Fault(Entry(previous: Other)).ShouldBe(new LedgerFault(2, "hash of the entry before", first.Hash, Other));
    }

    [Fact]
    public void Next_AnotherHashOfItsStreamsEntryBefore_SaysBoth()
    {
        var first = Take(Entry());
        Take(Entry(stream: "run/2", streamPrevious: LedgerCodec.NoHash));

        Fault(Entry(streamPrevious: Other)).ShouldBe(new LedgerFault(3, "hash of the stream's entry before", first.Hash, Other));
    }

    [Fact]
    public void Next_FirstOfAStreamThatNamesOneBefore_SaysThatThereIsNone() =>
        Fault(Entry(streamPrevious: Other)).ShouldBe(new LedgerFault(1, "hash of the stream's entry before", LedgerCodec.NoHash, Other));

    // What cannot be told by comparing bytes is read instead, and is as right.
    [Theory]
    [InlineData("run/with \"quotes\"")]
    [InlineData("run/with ünïcode")]
    [InlineData("run/1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234")]
    [InlineData("run/123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456")]
    [InlineData("run/1234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567")]
    public void Next_StreamOfAnyName_FollowsItToo(string stream)
    {
        var first = Take(Entry(stream: stream));
        Take(Entry(stream: "accounts", streamPrevious: LedgerCodec.NoHash));
        var third = Entry(stream: stream, streamPrevious: first.Hash);

        _verifier.Next(third).ShouldBeTrue();
        (_verifier.Count, _verifier.Hash).ShouldBe((3, third.Hash));
    }

    // Most entries are told right by how their bytes begin.
    [Fact]
    public void Next_PartOfItsHeadCutOut_IsAFaultThoughItsHashFits()
    {
        var first = Entry();
        Take(first);
        var text = Encoding.UTF8.GetString(Entry(stream: "run/2", streamPrevious: LedgerCodec.NoHash).Bytes.Span);
        foreach (var part in new[]
        {
            "{\"seq\":", "2", ",\"prev\":\"", first.Hash, "\",\"stream\":\"", "run/2", "\",\"streamPrev\":\"", LedgerCodec.NoHash,
                "\",\"at\":\"",
        })
        {
            var verifier = new LedgerVerifier();
            verifier.Next(first).ShouldBeTrue();
            var bytes = Encoding.UTF8.GetBytes(text.Remove(text.IndexOf(part, StringComparison.Ordinal), part.Length));

            verifier.Next(new(2, "run/2", bytes, Digests.Of(bytes))).ShouldBeFalse(part);
            verifier.Next(new(2, "run/2", bytes, Digests.Of(bytes))).ShouldBeFalse("once wrong, it stays wrong");
        }
    }

    [Fact]
    public void Next_StreamOfAVeryLongName_FollowsItToo() => Take(Entry(stream: "run/" + new string('1', 500)));

    [Fact]
    public void Next_AStreamAmongOthers_IsFollowedByItself()
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var stream = $"run/{i * i % 7}";
            last[stream] = Take(Entry(stream: stream, streamPrevious: last.GetValueOrDefault(stream, LedgerCodec.NoHash))).Hash;
        }

        _verifier.Count.ShouldBe(20);
    }

    private LedgerFault Fault(LedgerEntry entry)
    {
        var (count, hash) = (_verifier.Count, _verifier.Hash);
        _verifier.Next(entry).ShouldBeFalse();
        (_verifier.Count, _verifier.Hash).ShouldBe((count, hash), "the last right entry is still the one before");
        return _verifier.Fault.ShouldNotBeNull();
    }

    private LedgerEntry Take(LedgerEntry entry)
    {
        _verifier.Next(entry).ShouldBeTrue(_verifier.Fault?.ToString());
        (_hash, _streamHash) = (entry.Hash, entry.Hash);
        return entry;
    }

    private LedgerEntry Entry(string stream = "run/1", long? sequence = null, string? previous = null,
        string? streamPrevious = null) => LedgerCodec.Write(
        sequence ?? _verifier.Count + 1, previous ?? _hash, stream, streamPrevious ?? _streamHash, DateTimeOffset.UnixEpoch, new("ann",
            "Ann"),
        (RunEvent)new NoteAdded { Text = "note" });
}
