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
