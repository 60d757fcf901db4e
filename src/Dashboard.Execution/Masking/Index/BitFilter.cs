using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dashboard.Execution.Masking.Index;

/// <summary>
/// A set of 64-bit keys that may say yes to others too, rarely: four bits of one word for each key (a blocked Bloom filter).
/// </summary>
internal sealed class BitFilter
{
    private const int BitsForEach = 32;

    private readonly ulong[] _words;
    private readonly int _shift;

    /// <summary>An empty one.</summary>
    /// <param name="keys">How many keys it will take, about.</param>
    public BitFilter(long keys)
    {
        var words = (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(1024, keys * BitsForEach / 64));
        _words = new ulong[words];
        _shift = 64 - BitOperations.Log2((uint)words);
    }

    /// <summary>Takes a key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong key)
    {
        var hash = key * 0x9E3779B97F4A7C15;
        _words[hash >> _shift] |= Bits(hash);
    }

    /// <summary>Whether the key was taken, most probably.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Contains(ulong key)
    {
        var hash = key * 0x9E3779B97F4A7C15;
        var bits = Bits(hash);
        return (_words[hash >> _shift] & bits) == bits;
    }

    // The word is chosen by the highest bits; these come from another mixture of all of them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Bits(ulong hash)
    {
        var other = (hash ^ (hash >> 29)) * 0xBF58476D1CE4E5B9;
        return (1UL << (int)(other >> 58)) | (1UL << (int)((other >> 52) & 63))
            | (1UL << (int)((other >> 46) & 63)) | (1UL << (int)((other >> 40) & 63));
    }
}
