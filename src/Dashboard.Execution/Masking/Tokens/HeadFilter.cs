using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>
/// Where some head's four rare bytes may stand, for many places at once: each head is in one of sixteen buckets, and each half of each of
/// the four bytes names the buckets that may have it there. ("Teddy" of Hyperscan,
/// https://www.usenix.org/conference/nsdi19/presentation/wang-xiang.) Some places that it names have none.
/// </summary>
internal sealed class HeadFilter
{
    /// <summary>How many bytes in a row are asked for. A head's sets for them may hold every byte.</summary>
    public const int Length = 4;

    // Eight fit a byte; with eight alone, a third of ordinary text passes.
    private const int Buckets = 16, Group = 8;

    private static readonly double[] Frequencies = [.. Enumerable.Range(0, 256).Select(b => ByteSet.FrequencyOf(b))];

    // For each group of buckets, each of the four bytes and each half of it, the buckets.
    private readonly Vector128<byte>[] _low, _high;

    // The same by whole bytes.
    private readonly WideTable[] _wide;

    /// <summary>Makes it.</summary>
    public HeadFilter(IEnumerable<ByteSet[]> heads)
    {
        var buckets = Enumerable.Range(0, Buckets).Select(_ => new Bucket()).ToArray();
        foreach (var head in heads.OrderByDescending(h => h.Aggregate(1.0, (p, s) => p * s.Frequency)).Select(h => new Halves(h)))
        {
            // Where it adds the least to what ordinary text passes.
            buckets.MinBy(b => b.With(head) - b.Passes)!.Add(head);
        }

        var places = buckets.Chunk(Group).SelectMany(group => Enumerable.Range(0, Length).Select(i => (Group: group, Index: i))).ToArray();
        _low = [.. places.Select(p => Rows(half => Bits(p.Group, b => Has(b.Low[p.Index], half))))];
        _high = [.. places.Select(p => Rows(half => Bits(p.Group, b => Has(b.High[p.Index], half))))];
        _wide = [.. places.Select(p => new WideTable(b => Bits(p.Group, bucket => bucket.Has(p.Index, b))))];
    }

    /// <summary>The places among the next 64: bit 0 is the first one. The text has at least 67 bytes more.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next64(ref byte text)
    {
        if (!WideTable.IsSupported)
            return Next32(ref text) | ((ulong)Next32(ref Unsafe.Add(ref text, 32)) << 32);
        ref var tables = ref MemoryMarshal.GetArrayDataReference(_wide);
        var (one, other) = (Vector512<byte>.AllBitsSet, Vector512<byte>.AllBitsSet);
        for (var i = 0; i < Length; i++)
        {
            var bytes = Vector512.LoadUnsafe(ref text, (nuint)i);
            one &= Unsafe.Add(ref tables, i).Of(bytes);
            other &= Unsafe.Add(ref tables, Length + i).Of(bytes);
        }

        return ~Vector512.Equals(one | other, Vector512<byte>.Zero).ExtractMostSignificantBits();
    }

    private uint Next32(ref byte text)
    {
        if (!Avx2.IsSupported)
            return Next16(ref text) | (Next16(ref Unsafe.Add(ref text, 16)) << 16);
        ref var lows = ref MemoryMarshal.GetArrayDataReference(_low);
        ref var highs = ref MemoryMarshal.GetArrayDataReference(_high);
        var half = Vector256.Create((byte)0xF);
        var (one, other) = (Vector256<byte>.AllBitsSet, Vector256<byte>.AllBitsSet);
        for (var i = 0; i < Length; i++)
        {
            var bytes = Vector256.LoadUnsafe(ref text, (nuint)i);
            var (low, high) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
            one &= Avx2.Shuffle(Twice(ref lows, i), low) & Avx2.Shuffle(Twice(ref highs, i), high);
            other &= Avx2.Shuffle(Twice(ref lows, Length + i), low) & Avx2.Shuffle(Twice(ref highs, Length + i), high);
        }

        return ~Vector256.Equals(one | other, Vector256<byte>.Zero).ExtractMostSignificantBits();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Twice(ref Vector128<byte> rows, int index) =>
        Vector256.Create(Unsafe.Add(ref rows, index), Unsafe.Add(ref rows, index));

    private uint Next16(ref byte text)
    {
        var half = Vector128.Create((byte)0xF);
        var (one, other) = (Vector128<byte>.AllBitsSet, Vector128<byte>.AllBitsSet);
        for (var i = 0; i < Length; i++)
        {
            var bytes = Vector128.LoadUnsafe(ref text, (nuint)i);
            var (low, high) = (bytes & half, (bytes.AsUInt16() >> 4).AsByte() & half);
            one &= Vector128.Shuffle(_low[i], low) & Vector128.Shuffle(_high[i], high);
            other &= Vector128.Shuffle(_low[Length + i], low) & Vector128.Shuffle(_high[Length + i], high);
        }

        return ~Vector128.Equals(one | other, Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
    }

    private static Vector128<byte> Rows(Func<int, byte> row) => Vector128.Create([.. Enumerable.Range(0, 16).Select(row)]);

    private static bool Has(int halves, int half) => ((halves >> half) & 1) != 0;

    private static byte Bits(Bucket[] buckets, Func<Bucket, bool> has)
    {
        var bits = 0;
        for (var b = 0; b < Group; b++)
            bits |= has(buckets[b]) ? 1 << b : 0;
        return (byte)bits;
    }

    // For each of the four bytes, which halves some head of the bucket has, and how often ordinary text has such a byte.
    private sealed class Bucket
    {
        private readonly double[] _sums = new double[Length];
        private readonly bool[,] _bytes = new bool[Length, WideTable.Characters];

        public int[] Low { get; } = new int[Length];

        public int[] High { get; } = new int[Length];

        public double Passes { get; private set; }

        /// <summary>Whether some head has a byte there, or the one that is 128 above it.</summary>
        public bool Has(int index, int b) => _bytes[index, b];

        /// <summary>What it would pass with one more head.</summary>
        public double With(Halves head)
        {
            var passes = 1.0;
            for (var i = 0; i < Length; i++)
                passes *= Sum(i, head);
            return passes;
        }

        public void Add(Halves head)
        {
            for (var i = 0; i < Length; i++)
            {
                (_sums[i], Low[i], High[i]) = (Sum(i, head), Low[i] | head.Low[i], High[i] | head.High[i]);
                foreach (var b in head.Sets[i].Members)
                    _bytes[i, b % WideTable.Characters] = true;
            }

            Passes = _sums.Aggregate(1.0, (p, s) => p * s);
        }

        private double Sum(int i, Halves head)
        {
            var (low, high) = (Low[i] | head.Low[i], High[i] | head.High[i]);
            if (low == Low[i] && high == High[i])
                return _sums[i];
            var sum = 0.0;
            for (var highs = high; highs != 0; highs &= highs - 1)
            {
                var row = BitOperations.TrailingZeroCount(highs) << 4;
                for (var lows = low; lows != 0; lows &= lows - 1)
                    sum += Frequencies[row | BitOperations.TrailingZeroCount(lows)];
            }

            return sum;
        }
    }

    // Which halves a head has in each of its four bytes.
    private sealed class Halves
    {
        public Halves(ByteSet[] head)
        {
            Sets = head;
            for (var i = 0; i < Length; i++)
            {
                foreach (var b in head[i].Members)
                    (Low[i], High[i]) = (Low[i] | (1 << (b & 0xF)), High[i] | (1 << (b >> 4)));
            }
        }

        public ByteSet[] Sets { get; }

        public int[] Low { get; } = new int[Length];

        public int[] High { get; } = new int[Length];
    }
}
