using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dashboard.Execution.Masking.Index;

/// <summary>
/// Four bytes that stand somewhere in a secret: the first and cheapest question for each byte of the output. Two bits of one word are asked
/// at first, in a table that a processor keeps near; only when they are set three more, in a larger one. Little-endian, as a processor
/// reads four bytes.
/// </summary>
internal sealed class GramFilter
{
    /// <summary>Bytes of a gram.</summary>
    public const int Length = 4;

    private const int BitsForEach = 64;
    private const uint Multiplier = 0x9E3779B1;
    private const ulong WideMultiplier = 0x9E3779B97F4A7C15;

    private readonly NearTable _first;
    private readonly ulong[] _others;
    private readonly int _shift, _otherShift;

    /// <summary>An empty one.</summary>
    /// <param name="grams">How many it will take, about. The first table has 4 KiB at least and half a mebibyte at most.</param>
    public GramFilter(long grams)
    {
        _first = new(Words(grams, 1L << 22));
        _shift = 64 - BitOperations.Log2((uint)_first.Length);
        _others = new ulong[Words(grams, 1L << 31)];
        _otherShift = 32 - BitOperations.Log2((uint)_others.Length * 64);
    }

    /// <summary>Takes every gram of the bytes, or every so-manyth.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int stride)
    {
        for (var i = 0; i + Length <= bytes.Length; i += stride)
        {
            var gram = Unsafe.ReadUnaligned<uint>(in bytes[i]);
            var hash = gram * WideMultiplier;
            _first[hash >> _shift] |= Pair(hash);
            var (a, b, c) = Others(gram);
            Set(_others, a);
            Set(_others, b);
            Set(_others, c);
        }
    }

    /// <summary>The first table, and by how much a product is shifted to be the place of a word: for loops that ask of each byte.</summary>
    public (NearTable Words, int Shift) First => (_first, _shift);

    /// <summary>
    /// Whether a first table may hold a gram: 1 when it does, and in one of twenty cases or fewer when it does not, unless there are
    /// many mebibytes of secrets.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int MayHold(ref ulong words, int shift, uint gram)
    {
        var hash = gram * WideMultiplier;
        var pair = Pair(hash);
        return (Unsafe.Add(ref words, (nuint)(hash >> shift)) & pair) == pair ? 1 : 0;
    }

    /// <summary>Whether any gram of the bytes was taken, most probably.</summary>
    public bool HoldsAny(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i + Length <= bytes.Length; i++)
        {
            if (Holds(Unsafe.ReadUnaligned<uint>(in bytes[i])))
                return true;
        }

        return false;
    }

    /// <summary>Whether the gram was taken, most probably: by chance once in some hundred thousand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Holds(uint gram) => MayHold(ref _first.Start, _shift, gram) != 0 && HoldsOthers(gram);

    private bool HoldsOthers(uint gram)
    {
        var (a, b, c) = Others(gram);
        return Has(_others, a) && Has(_others, b) && Has(_others, c);
    }

    private (uint A, uint B, uint C) Others(uint gram)
    {
        var hash = (ulong)gram * 0x9FB21C651E98DF25;
        hash = (hash ^ (hash >> 28)) * 0xD6E8FEB86659FD93;
        return ((uint)(hash >> 32) >> _otherShift, (uint)hash >> _otherShift, ((uint)(hash >> 40) * Multiplier) >> _otherShift);
    }

    // Below those bits that choose the word.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pair(ulong hash) => (1UL << (int)(hash >> 38)) | (1UL << (int)(hash >> 32));

    private static int Words(long grams, long most) =>
        (int)(BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(grams * BitsForEach, 1 << 15, most)) / 64);

    private static void Set(ulong[] words, uint at) => words[at >> 6] |= 1UL << (int)at;

    private static bool Has(ulong[] words, uint at) => (words[at >> 6] & (1UL << (int)at)) != 0;
}
