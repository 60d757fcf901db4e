using Dashboard.Execution.Masking.Scanning;

namespace Dashboard.Execution.Tests.Masking.Scanning;

/// <summary>Bits of sixty-four bytes at once say what each byte says by itself.</summary>
public sealed class ByteMasksTests
{
    // More than eight, which are looked up together.
    private static readonly Func<byte, bool>[] Predicates =
    [
        b => b is >= (byte)'a' and <= (byte)'z', b => b <= 0x20, b => b is 0 or 0x7F or (byte)'\\' or (byte)'5',
        .. Enumerable.Range(1, 8).Select(n => (Func<byte, bool>)(b => b < 0x80 && b % 9 == n)),
    ];

    [Fact]
    public void Sort_BlocksOfAnyLength_SaysOfEachByteWhatItIs()
    {
        var (random, masks) = (new Random(1), new ByteMasks(Predicates));
        foreach (var length in new[] { 1, 15, 63, 64, 65, 127, 1000, ByteMasks.Block - 1, ByteMasks.Block, 70 })
        {
            var block = new byte[length];
            random.NextBytes(block);
            masks.Sort(block);
            for (var kind = 0; kind < Predicates.Length; kind++)
            {
                for (var i = 0; i < length + 64 && i < ByteMasks.Block; i++)
                    Is(masks.Of(kind), i).ShouldBe(i < length && Predicates[kind](block[i]), $"{length}, kind {kind}, byte {i}");
            }
        }
    }

    [Fact]
    public void Runs_OfAnyLength_AreWhereTheyAre()
    {
        var (random, masks) = (new Random(2), new ByteMasks(b => b == 'x'));
        for (var round = 0; round < 200; round++)
        {
            var block = new byte[random.Next(1, 400)];
            for (var i = 0; i < block.Length; i++)
                block[i] = (byte)(random.Next(12) > 0 ? 'x' : ' ');
            masks.Sort(block);
            var mask = masks.Of(0);
            var length = random.Next(1, 64);
            for (var i = 0; i < block.Length; i++)
            {
                var end = i + (block.AsSpan(i).IndexOfAnyExcept((byte)'x') is >= 0 and var other ? other : block.Length - i);
                ((ByteMasks.Starts(mask, i / 64, length) >> (i & 63)) & 1).ShouldBe(end - i >= length ? 1UL : 0);
                if (block[i] != 'x')
                    continue;
                ByteMasks.End(mask, i).ShouldBe(end);
                ByteMasks.Begin(mask, i).ShouldBe(block.AsSpan(0, i).LastIndexOf((byte)' ') + 1);
                ByteMasks.Count(mask, i, block.Length).ShouldBe(block.AsSpan(i).Count((byte)'x'));
            }
        }
    }

    private static bool Is(ulong[] mask, int index) => (mask[index / 64] & (1UL << (index & 63))) != 0;
}
