using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Finds digits that stand for a secret, or for text, which may be another encoding of one: pairs, lists of bytes, columns of a dump.
/// </summary>
internal sealed class DigitSearch(SecretSet set, ByteMasks masks, SecretProbe probe)
{
    private const int Fewest = 2 * SecretLengths.Shortest, Gram = 8;

    // Of so few bytes in a row that may be all there is of a secret in a line, a gram is enough.
    private const int Few = 12, Around = 32;

    private readonly byte[] _digits = new byte[ByteMasks.Block + 64];

    /// <summary>Adds the places of a block.</summary>
    public void Find(ReadOnlySpan<byte> block, int at, List<HotPlace> hot)
    {
        var (mask, digits) = (masks.Of(Kinds.HexOrBetween), masks.Of(Kinds.Hex));
        for (var place = 0; ByteMasks.NextRun(mask, block.Length, Fewest, ref place, out var end); place = end)
        {
            if (ByteMasks.Count(digits, place, end) >= Fewest && IsHot(block[place..end]))
                HotPlace.AddAll(hot, at + place, at + end);
        }
    }

    private bool IsHot(ReadOnlySpan<byte> run)
    {
        var (count, begin) = (0, -1);
        var words = new DumpWords(set);
        for (var i = 0; i < run.Length; i++)
        {
            var b = run[i];
            if (Hex.Value(b) >= 0)
            {
                begin = begin < 0 ? i : begin;
                _digits[count++] = b;
                continue;
            }

            // 0x70: the zero is no digit of it.
            if ((b | 0x20) == 'x' && i > 0 && run[i - 1] == '0')
                count--;
            if (begin >= 0 && words.Take(run[begin..i]))
                return true;
            begin = -1;
        }

        return (begin >= 0 && words.Take(run[begin..])) || IsHotPairs(count);
    }

    // Of text, the first digit of each pair is 2 to 7; that is told for sixteen digits at once.
    private bool IsHotPairs(int count)
    {
        _digits.AsSpan(count, 64).Clear();
        ref var first = ref MemoryMarshal.GetArrayDataReference(_digits);
        for (var at = 0; at + Gram <= count; at += 32)
        {
            // Thirty-two places, and what follows them.
            var high = High(ref first, at);
            var pairs = high & (high >> 2) & (high >> 4) & (high >> 6);
            var nested = pairs & (pairs >> 8) & (high >> 16) & (high >> 18);
            var ask = set.IsText ? pairs | Wide(ref first, at) : uint.MaxValue;
            for (var bits = (uint)nested | (uint)ask; bits != 0; bits &= bits - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(bits);
                if (place + Gram > count)
                    break;
                if ((IsGram(place) && IsPartOfSecret(place, count)) || (((uint)nested & bits & (0 - bits)) != 0 && IsNested(place, count)))
                    return true;
            }
        }

        return false;
    }

    private static ulong High(ref byte digits, int at)
    {
        var mask = 0UL;
        for (var part = 0; part < 64; part += 16)
        {
            var bytes = Vector128.LoadUnsafe(ref digits, (nuint)(at + part)) - Vector128.Create((byte)'2');
            mask |= (ulong)Vector128.LessThanOrEqual(bytes, Vector128.Create((byte)('7' - '2'))).ExtractMostSignificantBits() << part;
        }

        return mask;
    }

    // Where a byte is zero, and the next but one, as in UTF-16.
    private static ulong Wide(ref byte digits, int at)
    {
        var mask = 0UL;
        for (var part = 0; part < 64; part += 16)
        {
            var bytes = Vector128.LoadUnsafe(ref digits, (nuint)(at + part));
            mask |= (ulong)Vector128.Equals(bytes, Vector128.Create((byte)'0')).ExtractMostSignificantBits() << part;
        }

        return mask & (mask >> 1) & (mask >> 4) & (mask >> 5);
    }

    private byte Value(int at) => (byte)((Hex.Value(_digits[at]) << 4) | Hex.Value(_digits[at + 1]));

    private bool IsGram(int at)
    {
        var gram = 0u;
        for (var i = 0; i < Gram; i += 2)
            gram = (gram << 8) | Value(at + i);
        return set.Grams.Holds(Windows.Gram(gram));
    }

    private bool IsPartOfSecret(int at, int count)
    {
        var from = Math.Max(at & 1, at - (2 * Around));
        Span<byte> bytes = stackalloc byte[2 * Around];
        var length = 0;
        for (var i = from; i + 2 <= count && length < bytes.Length; i += 2)
            bytes[length++] = Value(i);
        return length <= Few || probe.Touches(bytes[..length]);
    }

    private bool IsNested(int at, int count)
    {
        var nested = default(NestedRun);
        for (var i = at; i + 2 <= count && i < at + 64; i += 2)
        {
            if (nested.Take(Value(i)))
                return true;
        }

        return false;
    }
}
