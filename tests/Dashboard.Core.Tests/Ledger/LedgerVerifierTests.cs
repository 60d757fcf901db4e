using CsCheck;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Tests.Ledger;

public sealed class LedgerVerifierTests
{
    private const int Length = 24;

    private static readonly LedgerEntry[] Whole = Write();

    private static LedgerEntry[] Write()
    {
        var entries = new List<LedgerEntry>();
        var streams = new Dictionary<string, string>();
        for (var i = 1; i <= Length; i++)
        {
            var stream = (i % 3) switch { 0 => "accounts", 1 => "run/1", _ => "run/2" };
            var entry = LedgerCodec.Write(
                i, entries.Count == 0 ? LedgerCodec.NoHash : entries[^1].Hash, stream,
                streams.GetValueOrDefault(stream, LedgerCodec.NoHash),
                DateTimeOffset.UnixEpoch.AddMinutes(i), new("ann", "Ann"), (RunEvent)new NoteAdded { Text = $"note {i}" });
            streams[stream] = entry.Hash;
            entries.Add(entry);
        }

        return [.. entries];
    }

    private static LedgerVerifier Verify(IEnumerable<LedgerEntry> entries)
    {
        var verifier = new LedgerVerifier();
        foreach (var entry in entries)
        {
            if (!verifier.Next(entry))
                break;
        }

        return verifier;
    }

    [Fact]
    public void Ledger_AsItWasWritten_IsRightToItsLastHash()
    {
        var verifier = Verify(Whole);

        verifier.Fault.ShouldBeNull();
        (verifier.Count, verifier.Hash).ShouldBe((Length, Whole[^1].Hash));
    }

    [Fact]
    public void Ledger_TamperedWithAnywhere_IsCaughtAtTheFirstBadEntry() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, Length - 1], Gen.Int[0, Length - 1], Gen.Int[0, 10_000], Gen.Int[0, 7])
            .Sample((how, at, other, where, bit) =>
            {
                var (entries, first) = Tamper(how, at, other, where, bit);

                var verifier = Verify(entries);

                if (first is null)
                    verifier.Fault.ShouldBeNull();
                else
                    verifier.Fault.ShouldNotBeNull().Sequence.ShouldBe(first.Value);
            }, iter: 10_000);

    [Fact]
    public void Ledger_CutOffAtItsEnd_ShowsOnlyAgainstTheRememberedHash()
    {
        for (var keep = 0; keep < Length; keep++)
        {
            var verifier = Verify(Whole[..keep]);

            verifier.Fault.ShouldBeNull();
            verifier.Hash.ShouldNotBe(Whole[^1].Hash);
        }
    }

    [Fact]
    public void Ledger_RewrittenWithHashesThatFit_IsCaughtWhereItJoinsTheRest()
    {
        var forged = LedgerCodec.Write(5, Whole[3].Hash, Whole[4].Stream, Whole[1].Hash, DateTimeOffset.UnixEpoch, new("eve", "Eve"),
            (RunEvent)new NoteAdded { Text = "forged" });

        var fault = Verify([.. Whole[..4], forged, .. Whole[5..]]).Fault.ShouldNotBeNull();

        (fault.Sequence, fault.What).ShouldBe((6, "hash of the entry before"));
    }

    [Fact]
    public void Ledger_OnceWrong_StaysWrong()
    {
        var verifier = Verify(Whole[1..]);

        verifier.Next(Whole[0]).ShouldBeFalse();
        verifier.Fault!.Sequence.ShouldBe(1);
    }

    /// <summary>
    /// The ledger with one thing changed, and the number of the first entry that is wrong by it; null when nothing differs.
    /// </summary>
    private static (IReadOnlyList<LedgerEntry> Entries, long? First) Tamper(int how, int at, int other, int where, int bit)
    {
        var entries = Whole.ToList();
        var (low, high) = (Math.Min(at, other), Math.Max(at, other));
        switch (how)
        {
            case 0: // A bit of the bytes.
                var bytes = entries[at].Bytes.ToArray();
                bytes[where % bytes.Length] ^= (byte)(1 << bit);
                entries[at] = entries[at] with { Bytes = bytes };
                return (entries, at + 1);
            case 1: // A bit, and the hash made to fit: the next entry does not follow any more, or this one no longer reads.
                var changed = entries[at].Bytes.ToArray();
                changed[^(4 + (where % 2))] ^= 1;
                entries[at] = entries[at] with { Bytes = changed, Hash = Digests.Of(changed) };
                return (entries, at == Length - 1 ? null : at + 2);
            case 2: // The hash.
                var hash = entries[at].Hash.ToCharArray();
                hash[where % 64] = hash[where % 64] == '0' ? '1' : '0';
                entries[at] = entries[at] with { Hash = new(hash) };
                return (entries, at + 1);
            case 3: // Gone.
                entries.RemoveAt(at);
                return (entries, at == Length - 1 ? null : at + 1);
            case 4: // Two swapped.
                (entries[low], entries[high]) = (entries[high], entries[low]);
                return (entries, low == high ? null : low + 1);
            case 5: // Doubled.
                entries.Insert(at, entries[at]);
                return (entries, at + 2);
            default: // Another stream, or another number, beside the bytes.
                entries[at] = bit % 2 == 0
                    ? entries[at] with { Stream = "run/9" }
                    : entries[at] with { Sequence = entries[at].Sequence + 1 };
                return (entries, at + 1);
        }
    }
}
