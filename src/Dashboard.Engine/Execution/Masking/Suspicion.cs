using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Dashboard.Engine.Execution.Masking.Decoding;
using Dashboard.Engine.Execution.Masking.Index;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>
/// Finds the places of the output that are worth reading in every way, at nearly the speed of copying it. It may name places that hold nothing; one
/// that holds a secret in any form that is read is among them, or close to one.
/// </summary>
/// <param name="set">What is looked for.</param>
internal sealed class Suspicion(SecretSet set)
{
    /// <summary>How far around a place is read: more than the longest form of a short secret. The white space within one may be that long.</summary>
    public const int Far = 1024;

    // What stands there as it is needs less.
    private const int Near = 256;

    private const int Block = ByteMasks.Block, Overlap = 128;
    private const int Dropped = 0, HexOrBetween = 1, Base32 = 2, Base64 = 3, Escape = 4;
    private const int ShortestHex = 2 * SecretSet.Shortest, ShortestBase32 = 10, ShortestBase64 = 8;

    // An escape is looked at together with what stands before and behind it.
    private const int BeforeEscape = 16, BehindEscape = 64;

    private readonly ByteMasks _masks = set.Defences.Encodings
        ? new(
            b => set.Levels[0].Drops[b],
            b => Hex.Value(b) >= 0 || Hex.IsSeparator(b),
            b => BaseN.Base32.Values[b] >= 0,
            b => BaseN.Base64.Values[b] >= 0,
            Unescaper.Starters.Contains)
        : new(b => set.Levels[0].Drops[b]);

    private readonly byte[] _dense = new byte[Block + 64];
    private readonly byte[] _sextets = [.. Enumerable.Range(0, 256).Select(b => (byte)Math.Max(0, (int)BaseN.Base64.Values[b]))];
    private readonly Reading _from = new(), _to = new(), _again = new();
    private readonly RunSuspicion _runs = new(set.Grams);
    private readonly List<(int Place, int Around)> _hot = [];

    /// <summary>The places, in order, and how much around them is to be read.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where to begin.</param>
    public List<(int Place, int Around)> Scan(ReadOnlySpan<byte> text, int start)
    {
        _hot.Clear();
        if (set.IsEmpty)
            return _hot;
        // Blocks overlap, so that what lies on a border is whole in one of them.
        for (var at = start; at == start || at + Overlap < text.Length; at += Block - Overlap)
        {
            var block = text.Slice(at, Math.Min(Block, text.Length - at));
            _masks.Sort(block);
            Grams(at, block.Length, Condense(block));
            if (!set.Defences.Encodings)
                continue;
            Escapes(text, at, block.Length);
            Runs(text, at, block.Length, HexOrBetween, ShortestHex);
            Runs(text, at, block.Length, Base32, ShortestBase32);
            Runs(text, at, block.Length, Base64, ShortestBase64);
        }

        if (!set.Levels[1].IsEmpty && Touches(set.Levels[1], text[start..]))
            _hot.AddRange(Enumerable.Range(0, (text.Length - start + 511) / 512).Select(i => (start + (i * 512), Far)));
        _hot.Sort();
        return _hot;
    }

    // The bytes without those that are dropped, word by word, since most are longer than a byte.
    private int Condense(ReadOnlySpan<byte> block)
    {
        var count = 0;
        var dropped = _masks.Of(Dropped);
        ref var from = ref MemoryMarshal.GetReference(block);
        ref var to = ref MemoryMarshal.GetArrayDataReference(_dense);
        for (var i = 0; i < block.Length; i += 64)
        {
            var (kept, length) = (~dropped[i / 64], Math.Min(64, block.Length - i));
            if (length < 64)
                kept &= (1UL << length) - 1;
            while (kept != 0)
            {
                var first = BitOperations.TrailingZeroCount(kept);
                var run = BitOperations.TrailingZeroCount(~(kept >> first));
                // Some bytes more cost nothing, and the next word is written over them.
                if (run <= 16 && i + first + 16 <= block.Length)
                    Vector128.LoadUnsafe(ref from, (nuint)(i + first)).StoreUnsafe(ref to, (nuint)count);
                else
                    block.Slice(i + first, run).CopyTo(_dense.AsSpan(count));
                count += run;
                kept = first + run >= 64 ? 0 : kept >> (first + run) << (first + run);
            }
        }

        return count;
    }

    // Every third gram of the text as it is: the shortest secret has three.
    private void Grams(int at, int length, int dense)
    {
        ref var bytes = ref MemoryMarshal.GetArrayDataReference(_dense);
        var (table, shift) = set.Grams.Table;
        ref var words = ref MemoryMarshal.GetArrayDataReference(table);
        for (var i = 0; i + GramFilter.Length <= dense; i += 3)
        {
            var gram = Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref bytes, i));
            if (GramFilter.MayHold(ref words, shift, gram) == 0 || !set.Grams.Holds(gram))
                continue;
            var from = Math.Max(0, i - 36);
            if (Touches(_dense.AsSpan(from, Math.Min(dense, i + 36) - from)))
                _hot.Add((at + Place(length, i), Near));
        }
    }

    // Every gram of what base64 in a run would stand for: one of a secret, or text, which may be another encoding of one.
    private bool IsBase64(ReadOnlySpan<byte> run)
    {
        ref var sextets = ref MemoryMarshal.GetArrayDataReference(_sextets);
        var (table, shift) = set.Grams.Table;
        ref var words = ref MemoryMarshal.GetArrayDataReference(table);
        var bits = 0UL;
        for (var i = 0; i < 5; i++)
            bits = (bits << 6) | Unsafe.Add(ref sextets, (int)run[i]);
        for (var i = 5; i < run.Length; i++)
        {
            bits = (bits << 6) | Unsafe.Add(ref sextets, (int)run[i]);
            var window = (uint)(bits >> 4);
            var gram = RunSuspicion.Gram(window);
            if (RunSuspicion.IsText(window) && RunSuspicion.IsNested(run[(i - 5)..]))
                return true;
            if (GramFilter.MayHold(ref words, shift, gram) != 0 && set.Grams.Holds(gram) && Coded(run, i - 5))
                return true;
        }

        return false;
    }

    // Whether base64 of which one group begins here stands for a secret.
    private bool Coded(ReadOnlySpan<byte> run, int group)
    {
        Span<byte> bytes = stackalloc byte[96];
        var (from, count) = (Math.Max(group % 4, group - 48), 0);
        from += (group - from) % 4;
        for (var i = from; i + 4 <= run.Length && count + 3 <= bytes.Length; i += 4)
        {
            var bits = (_sextets[run[i]] << 18) | (_sextets[run[i + 1]] << 12) | (_sextets[run[i + 2]] << 6) | _sextets[run[i + 3]];
            (bytes[count], bytes[count + 1], bytes[count + 2]) = ((byte)(bits >> 16), (byte)(bits >> 8), (byte)bits);
            count += 3;
        }

        // Of lines of eleven characters there may be no more than that: a window needs twelve.
        return run.Length < 2 * ShortestBase64 || Touches(bytes[..count]);
    }

    private bool Touches(ReadOnlySpan<byte> bytes) => Touches(set.Levels[0], bytes) || (!set.Levels[1].IsEmpty && Touches(set.Levels[1], bytes));

    // Where in the block its so-manyth kept byte is.
    private int Place(int length, int index)
    {
        var dropped = _masks.Of(Dropped);
        for (var i = 0; i < length; i++)
        {
            if ((dropped[i / 64] & (1UL << (i & 63))) == 0 && index-- <= 0)
                return i;
        }

        return length - 1;
    }

    // Whether there is a window of a secret in the bytes, or a short one.
    private static bool Touches(SecretIndex index, ReadOnlySpan<byte> bytes)
    {
        Span<byte> kept = bytes.Length <= 256 ? stackalloc byte[256] : new byte[bytes.Length];
        var (window, count) = (0UL, 0);
        foreach (var b in bytes)
        {
            if (index.Drops[b])
                continue;
            kept[count++] = b;
            window = (window << 8) | b;
            if ((count >= SecretIndex.Window && index.IsWindow(window)) || index.ShortAtEnd(window, kept[..count]) > 0)
                return true;
        }

        return false;
    }

    private void Escapes(ReadOnlySpan<byte> text, int at, int length)
    {
        var (starters, done) = (_masks.Of(Escape), 0);
        for (var block = 0; block < length; block += 64)
        {
            for (var bits = starters[block / 64]; bits != 0; bits &= bits - 1)
            {
                var i = block + BitOperations.TrailingZeroCount(bits);
                var kind = text[at + i] switch { (byte)'+' => EscapeKind.Form, (byte)'=' => EscapeKind.QuotedPrintable, _ => EscapeKind.Usual };
                if ((i < done && kind == EscapeKind.Usual) || !IsEscape(text, at + i))
                    continue;
                _from.Clear();
                var end = Math.Min(text.Length, at + i + BehindEscape);
                for (var j = Math.Max(0, at + i - BeforeEscape); j < end; j++)
                    _from.Add(text[j], j, j + 1);
                if (Undone(_from, kind))
                    _hot.Add((at + i, Far));
                // What follows closely was looked at together with it.
                done = kind == EscapeKind.Usual ? i + (BehindEscape / 2) : done;
            }
        }
    }

    private bool Undone(Reading from, EscapeKind kind)
    {
        var (source, target) = (from, _to);
        for (var again = 0; again < Readings.MostEscapes; again++)
        {
            target.Clear();
            if (!Unescaper.Undo(source, target, open: true, kind))
                return false;
            if (HasGram(target.Span) && Touches(target.Span))
                return true;
            (source, target) = (target, again == 0 ? _again : source);
        }

        return false;
    }

    private bool HasGram(ReadOnlySpan<byte> bytes)
    {
        var (window, drops) = (0u, set.Levels[0].Drops);
        foreach (var b in bytes)
        {
            if (drops[b])
                continue;
            window = (window << 8) | b;
            if (set.Grams.Holds(RunSuspicion.Gram(window)))
                return true;
        }

        return !set.Levels[1].IsEmpty;
    }

    // Whether it may be more than a character that is dropped anyway.
    private bool IsEscape(ReadOnlySpan<byte> text, int at)
    {
        var next = at + 1 < text.Length ? text[at + 1] : (byte)0;
        return text[at] switch
        {
            (byte)'\\' => char.IsAsciiLetterOrDigit((char)next) || next == '\\',
            (byte)'%' => next == 'u' || Hex.Value(next) >= 0,
            (byte)'&' => next == '#' || char.IsAsciiLetter((char)next),
            (byte)'=' => next is (byte)'\n' or (byte)'\r' || IsQuotedPrintable(text, at),
            (byte)'M' => next == '-',
            (byte)'+' => StandsForAGram(text, at, 1, (byte)' '),
            _ => next is >= (byte)'@' and <= (byte)'_',
        };
    }

    // Addresses hold many an "=80…". One that stands alone is read together with the three bytes on both sides; where more are near, all of them are.
    private bool IsQuotedPrintable(ReadOnlySpan<byte> text, int at)
    {
        if (at + 2 >= text.Length || Hex.Value(text[at + 1]) is not (>= 0 and var high) || Hex.Value(text[at + 2]) is not (>= 0 and var low))
            return false;
        // Letters and digits are not written so.
        var value = (byte)((high << 4) | low);
        if (value < 0x80 && char.IsAsciiLetterOrDigit((char)value))
            return false;
        return text[Math.Max(0, at - BeforeEscape)..at].Contains((byte)'=') || text[(at + 3)..Math.Min(text.Length, at + 24)].Contains((byte)'=')
            || StandsForAGram(text, at, 3, value);
    }

    private bool StandsForAGram(ReadOnlySpan<byte> text, int at, int length, byte value)
    {
        var drops = set.Levels[0].Drops;
        Span<byte> bytes = stackalloc byte[1 + (2 * (GramFilter.Length - 1))];
        var begin = GramFilter.Length - 1;
        for (var i = at - 1; i >= 0 && begin > 0; i--)
            bytes[drops[text[i]] ? 0 : --begin] = text[i];
        var end = GramFilter.Length - 1;
        if (!drops[value])
            bytes[end++] = value;
        for (var i = at + length; i < text.Length && end < bytes.Length; i++)
        {
            if (!drops[text[i]])
                bytes[end++] = text[i];
        }

        for (var i = begin; i + GramFilter.Length <= end; i++)
        {
            if (set.Grams.Holds(Unsafe.ReadUnaligned<uint>(in bytes[i])))
                return true;
        }

        // At the end of what there is, nothing is known.
        return end < bytes.Length || !set.Levels[1].IsEmpty;
    }

    // Runs of one kind that are long enough.
    private void Runs(ReadOnlySpan<byte> text, int at, int length, int kind, int shortest)
    {
        var (mask, done) = (_masks.Of(kind), 0);
        for (var i = 0; i < length; i += 64)
        {
            // Those that begin here: the bits of the next word are shifted in.
            var (bits, next) = (mask[i / 64], mask[(i / 64) + 1]);
            var run = bits;
            for (var (have, left) = (1, shortest - 1); left > 0 && run != 0;)
            {
                var step = Math.Min(have, left);
                (run, next) = (run & ((run >> step) | (next << (64 - step))), next & (next >> step));
                (have, left) = (have + step, left - step);
            }

            for (; run != 0;)
            {
                var begin = i + BitOperations.TrailingZeroCount(run);
                var end = Math.Max(begin, done);
                while (end < length && (mask[end / 64] & (1UL << (end & 63))) != 0)
                    end++;
                if (end > done && end - begin >= shortest)
                {
                    if (IsHot(kind, text[(at + begin)..(at + end)]))
                    {
                        for (var hot = begin; hot < end; hot += Far / 2)
                            _hot.Add((at + hot, Far));
                    }
                }

                done = Math.Max(done, end);
                run = end - i >= 64 ? 0 : run >> (end - i) << (end - i);
            }
        }
    }

    private bool IsHot(int kind, ReadOnlySpan<byte> run) => kind switch
    {
        HexOrBetween => _runs.IsHex(run),
        Base32 => _runs.IsBase32(run),
        _ => IsBase64(run),
    };
}
