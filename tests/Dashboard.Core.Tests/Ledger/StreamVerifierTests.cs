using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Ledger;

/// <summary>The chain of one run, as a bundle holds it.</summary>
public sealed class StreamVerifierTests
{
    private static readonly LedgerEntry[] Run = Write();

    [Fact]
    public void Stream_AsItWasWritten_IsRight()
    {
        var verifier = Verify(Run);
        (verifier.Fault, verifier.Count).ShouldBe((null, 5));
    }

    [Fact]
    public void Stream_WithAnEntryGoneSwappedDoubledOrForeign_NamesTheFirstBadOne()
    {
        for (var at = 0; at < Run.Length - 1; at++)
        {
            Verify([.. Run[..at], .. Run[(at + 1)..]]).Fault.ShouldNotBeNull().Sequence.ShouldBe(at + 1);
            Verify([.. Run[..at], Run[at + 1], Run[at], .. Run[(at + 2)..]]).Fault.ShouldNotBeNull().Sequence.ShouldBe(at + 1);
            Verify([.. Run[..(at + 1)], .. Run[at..]]).Fault.ShouldNotBeNull().Sequence.ShouldBe(at + 2);
        }

        var foreign = LedgerCodec.Write(99, LedgerCodec.NoHash, "run/other", Run[^1].Hash, DateTimeOffset.UnixEpoch, Actor.System,
            (RunEvent)new NoteAdded { Text = "x" });
        Verify([.. Run, foreign]).Fault.ShouldNotBeNull().What.ShouldBe("stream");
    }

    [Fact]
    public void Entry_WithAByteChanged_IsNoticedByTheOneAfterIt()
    {
        for (var at = 0; at < Run.Length - 1; at++)
        {
            var bytes = Run[at].Bytes.ToArray();
            bytes[^5] ^= 1;
            Verify([.. Run[..at], Run[at] with { Bytes = bytes }, .. Run[(at + 1)..]]).Fault.ShouldNotBeNull().Sequence
                .ShouldBeInRange(at + 1, at + 2);
        }
    }

    [Fact]
    public void Stream_AsItWasWritten_GivesEachEntryAndTheHashOfTheLast()
    {
        var verifier = new StreamVerifier("run/1");
        verifier.Hash.ShouldBe(LedgerCodec.NoHash);

        Run.Select(e => verifier.Next(e.Bytes.Span).ShouldNotBeNull().Sequence).ShouldBe([3, 6, 9, 12, 15]);

        verifier.Hash.ShouldBe(Run[^1].Hash);
    }

    [Fact]
    public void Next_BytesThatAreNoEntry_SaysSoAndStaysWrong()
    {
        var verifier = Verify(Run[..2]);

        verifier.Next("{}"u8).ShouldBeNull();

        var fault = verifier.Fault.ShouldNotBeNull();
        (fault.Sequence, fault.What, fault.Expected).ShouldBe((3, "bytes", "a ledger entry"));
        fault.Found.ShouldNotBeEmpty();
        verifier.Next(Run[2].Bytes.Span).ShouldBeNull("what follows a fault is not looked at");
        (verifier.Count, verifier.Hash).ShouldBe((2, Run[1].Hash));
    }

    [Fact]
    public void Next_AnotherStreamThanTheOneAskedFor_IsAFault() =>
        Fault(new StreamVerifier("run/2"), Run[0]).ShouldBe(new LedgerFault(1, "stream", "run/2", "run/1"));

    [Fact]
    public void Next_AnotherHashOfTheEntryBefore_SaysBoth() =>
        Fault(Verify(Run[..1]), Run[2]).ShouldBe(new LedgerFault(2, "hash of the stream's entry before", Run[0].Hash, Run[1].Hash));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Next_NumberThatIsNotAboveTheOneBefore_SaysBoth(long sequence)
    {
        var entry = LedgerCodec.Write(
            sequence, LedgerCodec.NoHash, "run/1", Run[0].Hash, DateTimeOffset.UnixEpoch, Actor.System,
            (RunEvent)new NoteAdded { Text = "x" });

        Fault(Verify(Run[..1]), entry).ShouldBe(new LedgerFault(2, "number", "above 3", $"{sequence}"));
    }

    private static LedgerFault Fault(StreamVerifier verifier, LedgerEntry entry)
    {
        verifier.Next(entry.Bytes.Span).ShouldBeNull();
        return verifier.Fault.ShouldNotBeNull();
    }

    private static StreamVerifier Verify(IEnumerable<LedgerEntry> entries)
    {
        var verifier = new StreamVerifier();
        foreach (var entry in entries)
            verifier.Next(entry.Bytes.Span);
        return verifier;
    }

    private static LedgerEntry[] Write()
    {
        var entries = new List<LedgerEntry>();
        for (var i = 1; i <= 5; i++)
        {
            entries.Add(LedgerCodec.Write(i * 3, new string('a', 64), "run/1", entries.Count == 0 ? LedgerCodec.NoHash : entries[^1].Hash,
                DateTimeOffset.UnixEpoch.AddMinutes(i), new("ann", "Ann"), (RunEvent)new NoteAdded { Text = $"note {i}" }));
        }

        return [.. entries];
    }
}
