using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Engine.Execution.Masking.Index;

/// <summary>
/// Four bytes that stand somewhere in a secret: the first and cheapest question for each byte of the output. Of each key one bit is asked at
/// first and, when that is set, a second one. Little-endian, as a processor reads four bytes.
/// </summary>
internal sealed class GramFilter
{
    /// <summary>Bytes of a gram.</summary>
    public const int Length = 4;

    private const int BitsForEach = 64;
    private const uint Multiplier = 0x9E3779B1;

    private readonly ulong[] _words;
    private readonly int _shift;

    /// <summary>An empty one.</summary>
    /// <param name="grams">How many it will take, about. The smallest filter fits a processor's first cache.</param>
    public GramFilter(long grams)
    {
        var bits = BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp(grams * BitsForEach, 1 << 17, 1L << 31));
        _words = new ulong[bits / 64];
        _shift = 32 - BitOperations.Log2(bits);
    }

    /// <summary>Takes every gram of the bytes, or every so-manyth.</summary>
    public void Add(ReadOnlySpan<byte> bytes, int stride)
    {
        for (var i = 0; i + Length <= bytes.Length; i += stride)
        {
            var gram = Unsafe.ReadUnaligned<uint>(in bytes[i]);
            foreach (var at in (ReadOnlySpan<uint>)[(gram * Multiplier) >> _shift, Second(gram)])
                _words[at >> 6] |= 1UL << (int)at;
        }
    }

    /// <summary>The bits, and by how much a product is shifted to be the place of one: for loops that ask of each byte.</summary>
    public (ulong[] Words, int Shift) Table => (_words, _shift);

    /// <summary>Whether a table may hold a gram: 1 when it does, and in one of some dozen cases or fewer when it does not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint MayHold(ref ulong words, int shift, uint gram)
    {
        var at = (gram * Multiplier) >> shift;
        return (uint)(Unsafe.Add(ref words, at >> 6) >> (int)at) & 1;
    }

    /// <summary>Whether any gram of the bytes was taken, most probably.</summary>
    public bool HoldsAny(ReadOnlySpan<byte> bytes)
    {
        ref var words = ref MemoryMarshal.GetArrayDataReference(_words);
        for (var i = 0; i + Length <= bytes.Length; i++)
        {
            var gram = Unsafe.ReadUnaligned<uint>(in bytes[i]);
            if (MayHold(ref words, _shift, gram) != 0 && Holds(gram))
                return true;
        }

        return false;
    }

    /// <summary>Whether the gram was taken, most probably.</summary>
    public bool Holds(uint gram) => (MayHold(ref MemoryMarshal.GetArrayDataReference(_words), _shift, gram) & (uint)(_words[Second(gram) >> 6] >> (int)Second(gram))) != 0;

    private uint Second(uint gram) => (((gram ^ (gram >> 15)) * 0x85EBCA6B) ^ 0x5BD1E995) >> _shift;
}
