using System.Numerics;
using System.Runtime.CompilerServices;
using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Finds secrets with escapes in them: each place that looks like an escape is undone together with what stands beside it.
/// </summary>
internal sealed class EscapeSearch(SecretSet set, ByteMasks masks, SecretProbe probe)
{
    // An escape is looked at together with what stands before and behind it.
    private const int BeforeEscape = 16, BehindEscape = 64;

    private readonly Reading _from = new(), _to = new(), _again = new();

    /// <summary>Adds the places of a block.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where the block begins in it.</param>
    /// <param name="length">The block's length.</param>
    /// <param name="hot">Gets the places.</param>
    public void Find(ReadOnlySpan<byte> text, int at, int length, List<HotPlace> hot)
    {
        var (starters, done) = (masks.Of(Kinds.Escape), 0);
        for (var block = 0; block < length; block += 64)
        {
            for (var bits = starters[block / 64]; bits != 0; bits &= bits - 1)
            {
                var i = block + BitOperations.TrailingZeroCount(bits);
                var kind = text[at + i] switch
                {
                    (byte)'+' => EscapeKind.Form,
                    (byte)'=' => EscapeKind.QuotedPrintable,
                    _ => EscapeKind.Usual,
                };
                if ((i < done && kind == EscapeKind.Usual) || !IsEscape(text, at + i))
                    continue;
                _from.Clear();
                var end = Math.Min(text.Length, at + i + BehindEscape);
                for (var j = Math.Max(0, at + i - BeforeEscape); j < end; j++)
                    _from.Add(text[j], j, j + 1);
                if (Undone(_from, kind))
                    hot.Add(new(at + i, HotPlace.Far));
                // What follows closely was looked at together with it.
                done = kind == EscapeKind.Usual ? i + (BehindEscape / 2) : done;
            }
        }
    }

    private bool Undone(Reading from, EscapeKind kind)
    {
        var (source, target) = (from, _to);
        for (var again = 0; again < Unescaper.MostTimes; again++)
        {
            target.Clear();
            if (!Unescaper.Undo(source, target, open: true, kind))
                return false;
            if (probe.HasGram(target.Span) && probe.Touches(target.Span))
                return true;
            (source, target) = (target, again == 0 ? _again : source);
        }

        return false;
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

    // Addresses hold many an "=80…". One that stands alone is read together with the three bytes on both sides; where more are near, all of
    // them are.
    private bool IsQuotedPrintable(ReadOnlySpan<byte> text, int at)
    {
        if (at + 2 >= text.Length)
            return false;
        if (Hex.Value(text[at + 1]) is not (>= 0 and var high) || Hex.Value(text[at + 2]) is not (>= 0 and var low))
            return false;
        // Letters and digits are not written so.
        var value = (byte)((high << 4) | low);
        if (value < 0x80 && char.IsAsciiLetterOrDigit((char)value))
            return false;
        return text[Math.Max(0, at - BeforeEscape)..at].Contains((byte)'=')
            || text[(at + 3)..Math.Min(text.Length, at + 24)].Contains((byte)'=')
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
}
