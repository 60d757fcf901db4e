using System.Buffers;
using System.Text;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>
/// Undoes what stands for a single character: backslashes of C, JSON, Python and shells (<c>\n \x41 \u0041 \101</c>), <c>%41</c> of URLs,
/// XML's <c>&amp;amp; &amp;#65;</c>, <c>=41</c> of quoted-printable, and <c>^I</c> and <c>M-C</c> of <c>cat -v</c>. One level; twice
/// escaped is undone twice.
/// </summary>
internal static class Unescaper
{
    /// <summary>How often escapes are undone, one time after the other: JSON in JSON in a URL.</summary>
    public const int MostTimes = 3;

    /// <summary>What an escape begins with.</summary>
    public static readonly SearchValues<byte> Starters = SearchValues.Create("\\%&=^M+"u8);

    /// <summary>Undoes.</summary>
    /// <param name="from">What is read.</param>
    /// <param name="to">Gets the result.</param>
    /// <param name="open">More may follow: then an escape that is not whole is left out.</param>
    /// <param name="kind">Which escapes.</param>
    /// <returns>Whether there was any escape.</returns>
    public static bool Undo(Reading from, Reading to, bool open, EscapeKind kind)
    {
        var changed = false;
        for (var i = 0; i < from.Count;)
        {
            var b = from[i];
            var (length, value) = b switch
            {
                _ when kind == EscapeKind.QuotedPrintable => b == '=' ? EscapeForms.QuotedPrintable(from.Span[i..]) : (0, 0),
                (byte)'\\' => EscapeForms.Backslash(from.Span[i..]),
                (byte)'%' => EscapeForms.Percent(from.Span[i..]),
                (byte)'&' => EscapeForms.Entity(from.Span[i..]),
                (byte)'^' or (byte)'M' => EscapeForms.Caret(from.Span[i..]),
                (byte)'+' when kind == EscapeKind.Form => (1, ' '),
                _ => (0, 0),
            };
            if (length < 0 && open)
                break;
            if (length <= 0)
            {
                to.Add(b, from.From(i), from.To(i));
                i++;
                continue;
            }

            changed = true;
            var (start, end) = (from.From(i), from.To(i + length - 1));
            if (kind == EscapeKind.Characters && b == '\\' && value is >= 0x80 and < 0x100)
                value += 0x100;
            if (value >= 0x100)
                AddRune(to, value - 0x100, start, end);
            else if (value >= 0)
                to.Add((byte)value, start, end);
            i += length;
        }

        return changed;
    }

    /// <summary>Whether the text ends within an escape, and where that begins; its length when it does not.</summary>
    public static int Unfinished(ReadOnlySpan<byte> text)
    {
        for (var i = Math.Max(0, text.Length - 12); i < text.Length; i++)
        {
            var length = text[i] switch
            {
                (byte)'\\' => EscapeForms.Backslash(text[i..]).Length,
                (byte)'%' => EscapeForms.Percent(text[i..]).Length,
                (byte)'&' => EscapeForms.Entity(text[i..]).Length,
                (byte)'=' => EscapeForms.QuotedPrintable(text[i..]).Length,
                (byte)'M' or (byte)'^' => EscapeForms.Caret(text[i..]).Length,
                _ => 0,
            };
            if (length < 0)
                return i;
        }

        return text.Length;
    }

    private static void AddRune(Reading to, int value, int start, int end)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = Rune.IsValid(value) ? new Rune(value).EncodeToUtf8(utf8) : 0;
        foreach (var b in utf8[..length])
            to.Add(b, start, end);
    }
}
