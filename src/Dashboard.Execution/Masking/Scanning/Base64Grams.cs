using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>The four bytes for which any six characters of a block stand in base64, and whether a secret has them.</summary>
/// <param name="filter">What secrets have.</param>
internal sealed class Base64Grams(GramFilter filter)
{
    private static readonly byte[] Values = [.. Enumerable.Range(0, 256).Select(b => Value((byte)b))];
    private static readonly WideTable WideValues = new(b => Value((byte)b));

    // A place is read together with the seven behind it.
    private readonly byte[] _values = new byte[ByteMasks.Block + 8];

    /// <summary>Takes the block that is asked about.</summary>
    public void Take(ReadOnlySpan<byte> block)
    {
        if (!WideTable.IsSupported)
            return;
        var i = 0;
        for (; i + WideTable.Width <= block.Length; i += WideTable.Width)
            WideValues.Of(Vector512.LoadUnsafe(in block[i])).StoreUnsafe(ref _values[i]);
        Translate(block, i, block.Length);
    }

    /// <summary>Of some places of a word, those whose gram a secret may have, as <see cref="GramFilter.MayHold"/> says it.</summary>
    /// <param name="block">The block that was taken.</param>
    /// <param name="word">The word: sixty-four places.</param>
    /// <param name="places">The places, a bit for each.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong MayHold(ReadOnlySpan<byte> block, int word, ulong places)
    {
        if (places == 0)
            return 0;
        // One by one they are looked up only where somebody asks.
        if (!WideTable.IsSupported)
            Translate(block, word * 64, Math.Min(block.Length, (word * 64) + 64 + 8));
        var (table, shift) = filter.First;
        ref var words = ref table.Start;
        ref var first = ref _values[word * 64];
        var may = 0UL;
        // Without a branch, for there is no guessing which.
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            may |= (ulong)GramFilter.MayHold(ref words, shift, Gram(ref Unsafe.Add(ref first, place))) << place;
        }

        return may;
    }

    /// <summary>Whether a secret has the gram at a place that may hold one, most probably.</summary>
    public bool Holds(int place) => filter.Holds(Gram(ref _values[place]));

    // Characters that are no base64 may have any value: nobody asks about them.
    private static byte Value(byte b) => (byte)Math.Max(0, (int)BaseN.Base64.Values[b]);

    private void Translate(ReadOnlySpan<byte> block, int from, int to)
    {
        for (var i = from; i < to; i++)
            _values[i] = Values[block[i]];
    }

    // Pairs of values make twelve bits, pairs of those twenty-four.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Gram(ref byte values)
    {
        var eight = Unsafe.ReadUnaligned<ulong>(ref values);
        var twelve = ((eight & 0x003F003F003F003F) << 6) | ((eight >> 8) & 0x003F003F003F003F);
        var twentyFour = ((twelve & 0x00000FFF00000FFF) << 12) | ((twelve >> 16) & 0x00000FFF00000FFF);
        return Windows.Gram((twentyFour << 8) | (twentyFour >> 48));
    }
}
