using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Sorts a block of text into kinds of bytes, sixteen to sixty-four at a time: for each kind a bit for each byte. A kind is a set of ASCII
/// characters, looked up by their two halves, or as they are where the processor can do that.
/// </summary>
internal sealed class ByteMasks
{
    /// <summary>The most bytes of a block.</summary>
    public const int Block = 4096;

    // Which high half a byte has: none of these, beyond ASCII.
    private static readonly Vector128<byte> Bits = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    private readonly Vector128<byte>[] _rows;
    private readonly WideTable[] _tables;
    private readonly ulong[][] _masks;
    private readonly byte[] _last = new byte[64];

    // For each byte of the block, which of eight kinds it is.
    private readonly byte[] _eight = new byte[Block];

    /// <summary>Makes it.</summary>
    /// <param name="kinds">Whether a byte is of each kind.</param>
    public ByteMasks(params Func<byte, bool>[] kinds)
    {
        _rows = [.. kinds.Select(Rows)];
        _tables =
            [.. kinds.Chunk(8).Select(eight => new WideTable(b => eight.Select((isOfKind, bit) => isOfKind(b) ? 1 << bit : 0).Sum()))];
        _masks = [.. kinds.Select(_ => new ulong[(Block / 64) + 2])];
    }

    /// <summary>Which bytes are of a kind: bit 0 is the first byte of each 64. Behind the block none is.</summary>
    public ulong[] Of(int kind) => _masks[kind];

    /// <summary>The bits of a word, so many places on: those of the next word are shifted in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Shifted(ulong[] mask, int word, int by) => (mask[word] >> by) | (mask[word + 1] << (64 - by));

    /// <summary>Where in a word so many bytes of a kind in a row begin: 64 at most.</summary>
    public static ulong Starts(ulong[] mask, int word, int length)
    {
        var (run, next) = (mask[word], mask[word + 1]);
        for (var (have, left) = (1, length - 1); left > 0 && run != 0;)
        {
            var step = Math.Min(have, left);
            (run, next) = (run & ((run >> step) | (next << (64 - step))), next & (next >> step));
            (have, left) = (have + step, left - step);
        }

        return run;
    }

    /// <summary>Goes on to the next run of a kind that is long enough.</summary>
    /// <param name="mask">The kind.</param>
    /// <param name="length">How many bytes there are.</param>
    /// <param name="fewest">How long a run is at least: 64 at most.</param>
    /// <param name="place">Where to begin; then where the run begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>Whether there is one.</returns>
    public static bool NextRun(ulong[] mask, int length, int fewest, ref int place, out int end)
    {
        while (place < length)
        {
            var starts = Starts(mask, place / 64, fewest) >> (place & 63);
            if (starts != 0)
            {
                place += BitOperations.TrailingZeroCount(starts);
                end = End(mask, place);
                return true;
            }

            place = (place & ~63) + 64;
        }

        end = length;
        return false;
    }

    /// <summary>The first byte from here on that is not of a kind.</summary>
    public static int End(ulong[] mask, int from)
    {
        var word = from / 64;
        var others = ~mask[word] >> (from & 63);
        if (others != 0)
            return from + BitOperations.TrailingZeroCount(others);
        while (mask[++word] == ulong.MaxValue)
        {
        }

        return (word * 64) + BitOperations.TrailingZeroCount(~mask[word]);
    }

    /// <summary>The first byte of those of a kind that end here.</summary>
    public static int Begin(ulong[] mask, int at)
    {
        var word = at / 64;
        var others = ~mask[word] << (63 - (at & 63));
        if (others != 0)
            return at + 1 - BitOperations.LeadingZeroCount(others);
        while (--word >= 0 && mask[word] == ulong.MaxValue)
        {
        }

        return word < 0 ? 0 : (word * 64) + 64 - BitOperations.LeadingZeroCount(~mask[word]);
    }

    /// <summary>How many bytes of a range are of a kind.</summary>
    public static int Count(ulong[] mask, int from, int to)
    {
        var count = 0;
        for (var word = from / 64; word * 64 < to; word++)
        {
            var bits = mask[word];
            if (word * 64 < from)
                bits = bits >> (from & 63) << (from & 63);
            if ((word + 1) * 64 > to)
                bits &= (1UL << (to & 63)) - 1;
            count += BitOperations.PopCount(bits);
        }

        return count;
    }

    /// <summary>Sorts a block.</summary>
    public void Sort(ReadOnlySpan<byte> block)
    {
        var words = block.Length / 64;
        Sort(ref MemoryMarshal.GetReference(block), 0, words);
        if (block.Length % 64 != 0)
        {
            // 0x80 and above are of no kind.
            _last.AsSpan().Fill(0xFF);
            block[(words * 64)..].CopyTo(_last);
            Sort(ref MemoryMarshal.GetArrayDataReference(_last), words++, 1);
        }

        foreach (var mask in _masks)
            (mask[words], mask[words + 1 < mask.Length ? words + 1 : words]) = (0, 0);
    }

    // Stryker disable all : which of these ways is taken depends on the processor, and a score should not
    private void Sort(ref byte first, int word, int words)
    {
        if (WideTable.IsSupported)
        {
            SortWide(ref first, word, words);
            return;
        }

        for (var i = 0; i < words; i++)
        {
            if (Avx2.IsSupported)
                Sort(ref Unsafe.Add(ref first, i * 64), word + i);
            else
                SortNarrow(ref Unsafe.Add(ref first, i * 64), word + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortWide(ref byte first, int word, int words)
    {
        ref var eight = ref MemoryMarshal.GetArrayDataReference(_eight);
        for (var kind = 0; kind < _masks.Length; kind++)
        {
            for (var i = 0; kind % 8 == 0 && i < words; i++)
            {
                var bytes = Vector512.LoadUnsafe(ref first, (nuint)i * 64);
                var ascii = Vector512.GreaterThanOrEqual(bytes.AsSByte(), Vector512<sbyte>.Zero).AsByte();
                (_tables[kind / 8].Of(bytes) & ascii).StoreUnsafe(ref eight, (nuint)i * 64);
            }

            var mask = _masks[kind].AsSpan(word, words);
            var bit = Vector512.Create((byte)(1 << (kind % 8)));
            for (var i = 0; i < mask.Length; i++)
                mask[i] = Vector512.Equals(Vector512.LoadUnsafe(ref eight, (nuint)i * 64) & bit, bit).ExtractMostSignificantBits();
        }
    }

    private void Sort(ref byte first, int word)
    {
        var half = Vector256.Create((byte)0xF);
        var bits = Vector256.Create(Bits, Bits);
        var (a, b) = (Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 32));
        var highA = Avx2.Shuffle(bits, (a.AsUInt16() >> 4).AsByte() & half);
        var highB = Avx2.Shuffle(bits, (b.AsUInt16() >> 4).AsByte() & half);
        (a, b) = (a & half, b & half);
        for (var kind = 0; kind < _rows.Length; kind++)
        {
            var rows = Vector256.Create(_rows[kind], _rows[kind]);
            var others = Vector256.Equals(Avx2.Shuffle(rows, a) & highA, Vector256<byte>.Zero).ExtractMostSignificantBits()
                | ((ulong)Vector256.Equals(Avx2.Shuffle(rows, b) & highB, Vector256<byte>.Zero).ExtractMostSignificantBits() << 32);
            _masks[kind][word] = ~others;
        }
    }

    private void SortNarrow(ref byte first, int word)
    {
        var half = Vector128.Create((byte)0xF);
        for (var kind = 0; kind < _rows.Length; kind++)
            _masks[kind][word] = 0;
        for (var part = 0; part < 64; part += 16)
        {
            var bytes = Vector128.LoadUnsafe(ref first, (nuint)part);
            var high = Vector128.Shuffle(Bits, (bytes.AsUInt16() >> 4).AsByte() & half);
            for (var kind = 0; kind < _rows.Length; kind++)
            {
                var others = Vector128.Equals(Vector128.Shuffle(_rows[kind], bytes & half) & high, Vector128<byte>.Zero)
                    .ExtractMostSignificantBits();
                _masks[kind][word] |= (ulong)(~others & 0xFFFF) << part;
            }
        }
    }

    // Stryker restore all

    // For each low half, the high halves of the characters that are of the kind.
    private static Vector128<byte> Rows(Func<byte, bool> isOfKind)
    {
        var rows = new byte[16];
        for (var b = 0; b < 0x80; b++)
            rows[b & 0xF] |= (byte)(isOfKind((byte)b) ? 1 << (b >> 4) : 0);
        return Vector128.Create(rows);
    }
}
