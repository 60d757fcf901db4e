using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Engine.Execution.Masking.Index;

/// <summary>
/// Four bytes that stand somewhere in a secret: the first and cheapest question for each byte of the output. One bit is asked at first, in
/// a table that a processor keeps near; only when that is set three more, in a larger one. Little-endian, as a processor reads four bytes.
/// </summary>
internal sealed class GramFilter
{
    /// <summary>Bytes of a gram.</summary>
    public const int Length = 4;

    private const int BitsForEach = 64;
    private const uint Multiplier = 0x9E3779B1;

    private readonly ulong[] _first, _others;
    private readonly int _shift, _otherShift;

    /// <summary>An empty one.</summary>
    /// <param name="grams">How many it will take, about. The first table has 4 KiB at least and half a mebibyte at most.</param>
    public GramFilter(long grams)
    {
        (_first, _shift) = Table(grams, 1L << 22);
        (_others, _otherShift) = Table(grams, 1L << 31);
    }

    /// <summary>Takes every gram of the bytes, or every so-manyth.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int stride)
    {
        for (var i = 0; i + Length <= bytes.Length; i += stride)
        {
            var gram = Unsafe.ReadUnaligned<uint>(in bytes[i]);
            Set(_first, (gram * Multiplier) >> _shift);
            var (a, b, c) = Others(gram);
            Set(_others, a);
            Set(_others, b);
            Set(_others, c);
        }
    }

    /// <summary>The first table, and by how much a product is shifted to be the place of a bit: for loops that ask of each byte.</summary>
    public (ulong[] Words, int Shift) First => (_first, _shift);

    /// <summary>Whether a first table may hold a gram: 1 when it does, and in one of eight cases or fewer when it does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint MayHold(ref ulong words, int shift, uint gram)
    {
        var at = (gram * Multiplier) >> shift;
        return (uint)(Unsafe.Add(ref words, at >> 6) >> (int)at) & 1;
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
    public bool Holds(uint gram) => MayHold(ref MemoryMarshal.GetArrayDataReference(_first), _shift, gram) != 0 && HoldsOthers(gram);

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

    private static (ulong[] Words, int Shift) Table(long grams, long most)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(grams * BitsForEach, 1 << 15, most));
        return (new ulong[bits / 64], 32 - BitOperations.Log2(bits));
    }

    private static void Set(ulong[] words, uint at) => words[at >> 6] |= 1UL << (int)at;

    private static bool Has(ulong[] words, uint at) => (words[at >> 6] & (1UL << (int)at)) != 0;
}
