using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>
/// The forms of escapes. Of what a text begins with, each gives the length of the escape (0 for none, −1 when it may go on behind the
/// text's end), and what it stands for: a byte, a code point and 0x100, or nothing (−1).
/// </summary>
internal static class EscapeForms
{
    private const int LongestEntity = 32;

    /// <summary><c>\n \x41 \u0041 \101</c> and a character that a shell quotes.</summary>
    public static (int Length, int Value) Backslash(ReadOnlySpan<byte> text)
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

    /// <summary><c>%41</c> and <c>%u0041</c>.</summary>
    public static (int Length, int Value) Percent(ReadOnlySpan<byte> text) =>
        text.Length > 1 && text[1] is (byte)'u' ? Pair(text, Digits(text, 2, 4, 4, 0x100)) : Digits(text, 1, 2, 2, 0);

    /// <summary><c>&amp;amp; &amp;#65; &amp;#x41;</c>.</summary>
    public static (int Length, int Value) Entity(ReadOnlySpan<byte> text)
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
            ? IsControl(name.AsSpan(3, name.Length - 4), NumberStyles.AllowHexSpecifier)
            : IsControl(name.AsSpan(2, name.Length - 3), NumberStyles.None);

    private static bool IsControl(ReadOnlySpan<char> digits, NumberStyles style) =>
        int.TryParse(digits, style, CultureInfo.InvariantCulture, out var number) && number < 0x20;

    /// <summary>
    /// <c>=3D</c> and a line that goes on. No encoder writes letters and digits that way, but addresses hold many an "=41…".
    /// </summary>
    public static (int Length, int Value) QuotedPrintable(ReadOnlySpan<byte> text)
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

    /// <summary><c>^I</c> and <c>M-C</c>.</summary>
    public static (int Length, int Value) Caret(ReadOnlySpan<byte> text)
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
}
