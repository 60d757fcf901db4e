using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Dashboard.Engine.Execution.Masking.Decoding;

/// <summary>Which escapes are undone together.</summary>
internal enum EscapeKind
{
    /// <summary>All but the others.</summary>
    Usual,

    /// <summary>The same, and a plus is a space.</summary>
    Form,

    /// <summary>The usual ones, and <c>\xe9</c> is a character and no byte, as Python's <c>ascii()</c> writes it beside <c>\u043f</c>.</summary>
    Characters,

    /// <summary>Those of quoted-printable alone: an equals sign is too common to be read with the others.</summary>
    QuotedPrintable,
}

/// <summary>
/// Undoes what stands for a single character: backslashes of C, JSON, Python and shells (<c>\n \x41 \u0041 \101</c>), <c>%41</c> of URLs, XML's
/// <c>&amp;amp; &amp;#65;</c>, <c>=41</c> of quoted-printable, and <c>^I</c> and <c>M-C</c> of <c>cat -v</c>. One level; twice escaped is undone twice.
/// </summary>
internal static class Unescaper
{
    /// <summary>What an escape begins with.</summary>
    public static readonly SearchValues<byte> Starters = SearchValues.Create("\\%&=^M+"u8);

    private const int LongestEntity = 32;

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
            var (length, value) = kind == EscapeKind.QuotedPrintable ? b == '=' ? QuotedPrintable(from.Span[i..]) : (0, 0) : b switch
            {
                (byte)'\\' => Backslash(from.Span[i..]),
                (byte)'%' => Percent(from.Span[i..]),
                (byte)'&' => Entity(from.Span[i..]),
                (byte)'^' or (byte)'M' => Caret(from.Span[i..]),
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
                (byte)'\\' => Backslash(text[i..]).Length,
                (byte)'%' => Percent(text[i..]).Length,
                (byte)'&' => Entity(text[i..]).Length,
                (byte)'=' => QuotedPrintable(text[i..]).Length,
                (byte)'M' or (byte)'^' => Caret(text[i..]).Length,
                _ => 0,
            };
            if (length < 0)
                return i;
        }

        return text.Length;
    }

    // Each of these gives the length of the escape (0 for none, −1 when it may go on behind the end), and what it stands for: a byte, a
    // code point and 0x100, or nothing (−1).
    private static (int Length, int Value) Backslash(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
            return (-1, 0);
        switch (text[1])
        {
            case (byte)'x':
                return text.Length > 2 && text[2] == '{' ? Braces(text) : Digits(text, 2, 1, 2, 0);
            case (byte)'u':
                return text.Length > 2 && text[2] == '{' ? Braces(text) : Pair(text, Digits(text, 2, 4, 4, 0x100));
            case (byte)'U':
                return Digits(text, 2, 8, 8, 0x100);
            case >= (byte)'0' and <= (byte)'7':
                var (end, value) = (1, 0);
                while (end < Math.Min(4, text.Length) && text[end] is >= (byte)'0' and <= (byte)'7')
                    value = (value * 8) + text[end++] - '0';
                return end < 4 && end == text.Length ? (-1, 0) : (end, value & 0xFF);
            case (byte)'\r' when text.Length < 3:
                return (-1, 0);
            case (byte)'\r':
                return (text[2] == '\n' ? 3 : 2, -1);
            case (byte)'\n':
                return (2, -1);
            case (byte)'n' or (byte)'r' or (byte)'t' or (byte)'b' or (byte)'f' or (byte)'v' or (byte)'a' or (byte)'e' or (byte)'E':
                return (2, '\n');
            default:
                return (2, text[1]);
        }
    }

    private static (int Length, int Value) Percent(ReadOnlySpan<byte> text) =>
        text.Length > 1 && text[1] is (byte)'u' ? Pair(text, Digits(text, 2, 4, 4, 0x100)) : Digits(text, 1, 2, 2, 0);

    private static (int Length, int Value) Entity(ReadOnlySpan<byte> text)
    {
        var end = 1;
        while (end < text.Length && end < LongestEntity && (char.IsAsciiLetterOrDigit((char)text[end]) || text[end] == '#'))
            end++;
        if (end == text.Length && end < LongestEntity)
            return (-1, 0);
        if (end < 3 || text[end] != ';')
            return (0, 0);
        // XML's own are told apart quickly; HTML has two hundred more.
        var name = Encoding.ASCII.GetString(text[..(end + 1)]);
        var value = WebUtility.HtmlDecode(name == "&apos;" ? "'" : name);
        return value != name && Rune.DecodeFromUtf16(value, out var rune, out var used) == OperationStatus.Done && used == value.Length
            ? (end + 1, rune.Value + 0x100)
            : name.Length > 3 && name[1] == '#' && Control(name) ? (end + 1, -1) : (0, 0);
    }

    // &#10; and the like: HtmlDecode leaves some of them as they are.
    private static bool Control(string name) =>
        name[2] is 'x' or 'X'
            ? int.TryParse(name.AsSpan(3, name.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) && hex < 0x20
            : int.TryParse(name.AsSpan(2, name.Length - 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 0x20;

    // No encoder writes letters and digits that way, but addresses hold many an "=41…".
    private static (int Length, int Value) QuotedPrintable(ReadOnlySpan<byte> text)
    {
        if (text.Length > 1 && text[1] == '\n')
            return (2, -1);
        if (text.Length > 2 && text[1] == '\r' && text[2] == '\n')
            return (3, -1);
        var found = Digits(text, 1, 2, 2, 0);
        if (found.Length != 3)
            return text is [_] or [_, (byte)'\r'] ? (-1, 0) : found;
        return found.Value < 0x80 && char.IsAsciiLetterOrDigit((char)found.Value) ? (0, 0) : found;
    }

    private static (int Length, int Value) Caret(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'^'] or [(byte)'M'] or [(byte)'M', (byte)'-'] or [(byte)'M', (byte)'-', (byte)'^'])
            return (-1, 0);
        if (text[0] == '^')
            return text[1] is >= (byte)'?' and <= (byte)'_' ? (2, '\n') : (0, 0);
        if (text[1] != '-')
            return (0, 0);
        return text[2] == '^' ? (4, 0x80 | ((text[3] ^ 0x40) & 0x7F)) : (3, 0x80 | text[2]);
    }

    private static (int Length, int Value) Digits(ReadOnlySpan<byte> text, int at, int least, int most, int plus)
    {
        var (end, value) = (at, 0);
        for (; end < text.Length && end < at + most && Hex.Value(text[end]) is >= 0 and var digit; end++)
            value = unchecked((value << 4) | digit);
        if (end == text.Length && end < at + most)
            return (-1, 0);
        return end - at >= least ? (end, value + plus) : (0, 0);
    }

    private static (int Length, int Value) Braces(ReadOnlySpan<byte> text)
    {
        var (end, value) = (3, 0);
        for (; end < text.Length && end < 11 && Hex.Value(text[end]) is >= 0 and var digit; end++)
            value = unchecked((value << 4) | digit);
        return end == text.Length ? (-1, 0) : end > 3 && text[end] == '}' ? (end + 1, value + 0x100) : (0, 0);
    }

    // Two of them stand for what does not fit 16 bits.
    private static (int Length, int Value) Pair(ReadOnlySpan<byte> text, (int Length, int Value) first)
    {
        if (first.Length <= 0 || first.Value - 0x100 is < 0xD800 or > 0xDBFF)
            return first;
        var rest = text[first.Length..];
        if (rest.Length < 2 || !rest[..2].SequenceEqual(text[..2]))
            return rest.IsEmpty ? (-1, 0) : first;
        var second = Digits(rest, 2, 4, 4, 0x100);
        if (second.Length < 0)
            return second;
        return second.Value - 0x100 is >= 0xDC00 and <= 0xDFFF
            ? (first.Length + second.Length, 0x100 + char.ConvertToUtf32((char)(first.Value - 0x100), (char)(second.Value - 0x100)))
            : first;
    }

    private static void AddRune(Reading to, int value, int start, int end)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = Rune.IsValid(value) ? new Rune(value).EncodeToUtf8(utf8) : 0;
        foreach (var b in utf8[..length])
            to.Add(b, start, end);
    }
}
