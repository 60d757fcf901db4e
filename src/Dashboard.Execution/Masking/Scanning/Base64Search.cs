using System.Numerics;
using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Finds base64 of secrets, and of what may be another encoding of one. Where the encoded text begins is not known, so any six characters
/// may be four bytes of a secret. Of secrets that are text most of them cannot be: that is told by bits, for sixty-four characters at once.
/// </summary>
internal sealed class Base64Search(SecretSet set, ByteMasks masks, SecretProbe probe)
{
    private const int Characters = 6, ShortestRun = 8;

    // Bytes beyond text are asked for only in runs that may hold the shortest piece, wrapped at eight columns or more.
    private const int LongRun = SecretUnits.Piece * 8 / 6, LongWords = LongRun - (2 * (ShortestRun - 1));

    // So many characters of a run are decoded around a place.
    private const int Before = 48, Decoded = 96, Nested = 32;

    private readonly Base64Grams _grams = new(set.Grams);
    private readonly byte[] _sextets = [.. Enumerable.Range(0, 256).Select(b => (byte)Math.Max(0, (int)BaseN.Base64.Values[b]))];
    private readonly ulong[] _long = new ulong[(ByteMasks.Block / 64) + 2], _soft = new ulong[(ByteMasks.Block / 64) + 2];

    /// <summary>Adds the places of a block.</summary>
    public void Find(ReadOnlySpan<byte> block, int at, List<HotPlace> hot)
    {
        var (run, first) = (masks.Of(Kinds.Base64), masks.Of(Kinds.First));
        var done = 0;
        _grams.Take(block);
        var isLong = !set.IsText && set.ShortestUnit >= SecretUnits.Piece;
        if (isLong)
            FindLong(block.Length);
        for (var word = 0; word * 64 < block.Length; word++)
        {
            var begins = ByteMasks.Starts(run, word, Characters);
            if (begins == 0)
                continue;
            var text = Text(word);
            var next = Text(word + 1);
            var nested = text & ((text >> 4) | (next << 60)) & begins;
            var may = set.IsText ? (text & ByteMasks.Shifted(first, word, 4)) | Wide(word) : isLong ? _long[word] : ulong.MaxValue;
            var ask = _grams.MayHold(block, word, begins & may);
            for (var bits = nested | ask; bits != 0; bits &= bits - 1)
            {
                var place = (word * 64) + BitOperations.TrailingZeroCount(bits);
                if (place < done || !IsHot(block, place, run, (nested & bits & (0 - bits)) != 0, (ask & bits & (0 - bits)) != 0))
                    continue;
                done = ByteMasks.End(run, place);
                for (var part = place; part < done; part += HotPlace.Far / 2)
                    hot.Add(new(at + part, HotPlace.Far));
            }
        }
    }

    // Where four characters may be three bytes of text.
    private ulong Text(int word) =>
        word * 64 >= ByteMasks.Block ? 0
            : masks.Of(Kinds.First)[word] & ByteMasks.Shifted(masks.Of(Kinds.Second), word, 1)
                & ByteMasks.Shifted(masks.Of(Kinds.Third), word, 2);

    // Where six characters may be the bytes 0, x, 0, y.
    private ulong Wide(int word) => masks.Of(Kinds.Zero)[word] & ByteMasks.Shifted(masks.Of(Kinds.Zero), word, 3);

    // Bytes of base64 in words of eight and more, where enough of those are near each other.
    private void FindLong(int length)
    {
        var (run, dropped) = (masks.Of(Kinds.Base64), masks.Of(Kinds.Dropped));
        var words = (length + 63) / 64;
        for (var word = 0; word < words + 2 && word < _soft.Length; word++)
            (_soft[word], _long[word]) = (run[word] | dropped[word], 0);
        for (var at = 0; at < length;)
        {
            var starts = ByteMasks.Starts(_soft, at / 64, LongRun) >> (at & 63);
            if (starts == 0)
            {
                at = (at & ~63) + 64;
                continue;
            }

            at += BitOperations.TrailingZeroCount(starts);
            var end = ByteMasks.End(_soft, at);
            Words(run, at, Math.Min(end, length));
            at = end;
        }
    }

    private void Words(ulong[] run, int from, int to)
    {
        var (sum, begin) = (0, from);
        for (var at = Next(run, from, to); at < to; at = Next(run, at, to))
        {
            var end = Math.Min(to, ByteMasks.End(run, at));
            sum += end - at;
            // Those before are known to be part of it as soon as there are enough.
            for (begin = sum < LongWords ? begin : Math.Min(begin, at); sum >= LongWords && begin < end; begin++)
                _long[begin / 64] |= run[begin / 64] & (1UL << (begin & 63));
            at = end;
        }
    }

    private static int Next(ulong[] run, int from, int to)
    {
        while (from < to)
        {
            var starts = ByteMasks.Starts(run, from / 64, ShortestRun) >> (from & 63);
            if (starts != 0)
                return Math.Min(to, from + BitOperations.TrailingZeroCount(starts));
            from = (from & ~63) + 64;
        }

        return to;
    }

    private bool IsHot(ReadOnlySpan<byte> block, int place, ulong[] run, bool nested, bool ask)
    {
        if (nested && IsNested(block[place..]))
            return true;
        if (!ask || !_grams.Holds(place))
            return false;
        var begin = ByteMasks.Begin(run, place);
        return IsPartOfSecret(block[begin..ByteMasks.End(run, place)], place - begin);
    }

    // Whether base64 of which one group begins here stands for a secret.
    private bool IsPartOfSecret(ReadOnlySpan<byte> run, int group)
    {
        Span<byte> bytes = stackalloc byte[Decoded];
        var from = Math.Max(group % 4, group - Before);
        from += (group - from) % 4;
        var count = Decode(run[from..], bytes);
        // Of lines of eleven characters there may be no more than that: a window needs twelve.
        return run.Length < 2 * ShortestRun || probe.Touches(bytes[..count]);
    }

    // Over line ends, too: lines may be short.
    private bool IsNested(ReadOnlySpan<byte> text)
    {
        var (nested, drops, bits, count) = (default(NestedRun), set.Levels[0].Drops, 0, 0);
        for (var i = 0; i < text.Length && count < Nested; i++)
        {
            if (BaseN.Base64.Values[text[i]] < 0)
            {
                if (!drops[text[i]])
                    return false;
                continue;
            }

            bits = (bits << 6) | _sextets[text[i]];
            if (++count % 4 == 0 && (nested.Take((byte)(bits >> 16)) | nested.Take((byte)(bits >> 8)) | nested.Take((byte)bits)))
                return true;
        }

        return false;
    }

    private int Decode(ReadOnlySpan<byte> run, Span<byte> bytes)
    {
        var count = 0;
        for (var i = 0; i + 4 <= run.Length && count + 3 <= bytes.Length; i += 4)
        {
            var bits = (_sextets[run[i]] << 18) | (_sextets[run[i + 1]] << 12) | (_sextets[run[i + 2]] << 6) | _sextets[run[i + 3]];
            (bytes[count], bytes[count + 1], bytes[count + 2]) = ((byte)(bits >> 16), (byte)(bits >> 8), (byte)bits);
            count += 3;
        }

        return count;
    }
}
