using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Dashboard.Engine.Execution.Masking.Decoding;
using Dashboard.Engine.Execution.Masking.Index;

namespace Dashboard.Engine.Execution.Masking.Scanning;

/// <summary>The four bytes for which any six characters of a block stand in base64, and whether a secret has them.</summary>
/// <param name="filter">What secrets have.</param>
internal sealed class Base64Grams(GramFilter filter)
{
    private static readonly byte[] Values = [.. Enumerable.Range(0, 256).Select(b => Value((byte)b))];
    private static readonly WideTable WideValues = new(b => Value((byte)b));

    // The places of a word, each with the seven behind it.
    private readonly byte[] _values = new byte[64 + 8];

    /// <summary>Takes the next sixty-four places.</summary>
    /// <param name="text">The block, from there on.</param>
    /// <param name="places">The places that are asked about.</param>
    /// <returns>Those whose gram a secret may have, as <see cref="GramFilter.MayHold"/> says it.</returns>
    public ulong Take(ReadOnlySpan<byte> text, ulong places)
    {
        if (places == 0)
            return 0;
        Translate(text[..Math.Min(text.Length, _values.Length)]);
        var (table, shift) = filter.First;
        ref var words = ref MemoryMarshal.GetArrayDataReference(table);
        ref var first = ref MemoryMarshal.GetArrayDataReference(_values);
        var may = 0UL;
        // Without a branch, for there is no guessing which.
        for (; places != 0; places &= places - 1)
        {
            var place = BitOperations.TrailingZeroCount(places);
            may |= (ulong)GramFilter.MayHold(ref words, shift, Gram(ref Unsafe.Add(ref first, place))) << place;
        }

        return may;
    }

    /// <summary>Whether a secret has the gram at one of these places, most probably.</summary>
    public bool Holds(int place) => filter.Holds(Gram(ref _values[place]));

    // Characters that are no base64 may have any value: nobody asks about them.
    private static byte Value(byte b) => (byte)Math.Max(0, (int)BaseN.Base64.Values[b]);

    private void Translate(ReadOnlySpan<byte> text)
    {
        var i = 0;
        for (; WideTable.IsSupported && i + WideTable.Width <= text.Length; i += WideTable.Width)
            WideValues.Of(Vector512.LoadUnsafe(in text[i])).StoreUnsafe(ref _values[i]);
        for (; i < text.Length; i++)
            _values[i] = Values[text[i]];
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
