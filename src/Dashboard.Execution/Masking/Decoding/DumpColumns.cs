using System.Globalization;
using System.Text;

namespace Dashboard.Execution.Masking.Decoding;

/// <summary>
/// The ways to read a line of a dump: hexadecimal, octal, binary and decimal columns of bytes and of words, and characters.
/// </summary>
internal static class DumpColumns
{
    private static readonly Func<string[], Reading, bool>[] Columns =
    [
        (tokens, to) => Numbers(tokens, to, 16, w => w % 2 == 0, w => w / 2, littleEndian: false),
        (tokens, to) => Numbers(tokens, to, 16, w => w % 2 == 0 && w <= 16, w => w / 2, littleEndian: true),
        (tokens, to) => Numbers(tokens, to, 8, w => w == 3, _ => 1, littleEndian: true),
        (tokens, to) => Numbers(tokens, to, 8, w => w is 6 or 11 or 22, w => w == 6 ? 2 : w == 11 ? 4 : 8, littleEndian: true),
        (tokens, to) => Numbers(tokens, to, 2, w => w == 8, _ => 1, littleEndian: true),
        (tokens, to) => Decimals(tokens, to, 1),
        (tokens, to) => Decimals(tokens, to, 2),
        (tokens, to) => Decimals(tokens, to, 4),
        (tokens, to) => Decimals(tokens, to, 8),
    ];

    private static readonly string[] Names =
    [
        "nul", "soh", "stx", "etx", "eot", "enq", "ack", "bel", "bs", "ht", "nl", "vt", "ff", "cr", "so", "si",
        "dle", "dc1", "dc2", "dc3", "dc4", "nak", "syn", "etb", "can", "em", "sub", "esc", "fs", "gs", "rs", "us", "sp",
    ];

    /// <summary>How many there are.</summary>
    public static int Ways => Columns.Length + 1;

    /// <summary>Reads a line in one of the ways.</summary>
    /// <param name="way">Which.</param>
    /// <param name="tokens">The columns; none when they are no numbers.</param>
    /// <param name="body">The same as text.</param>
    /// <param name="to">Gets the bytes.</param>
    /// <returns>Whether the line can be read so.</returns>
    public static bool Read(int way, string[] tokens, ReadOnlySpan<byte> body, Reading to) =>
        way == Columns.Length ? Characters(body, to) : tokens.Length > 0 && Columns[way](tokens, to);

    private static bool Numbers(string[] tokens, Reading to, int radix, Func<int, bool> fits, Func<int, int> bytes, bool littleEndian)
    {
        var width = tokens[0].Length;
        if (!fits(width) || width > 32)
            return false;
        for (var t = 0; t < tokens.Length; t++)
        {
            var token = tokens[t];
            if (token.Length != width && !(t == tokens.Length - 1 && token.Length < width && fits(token.Length)))
                return false;
            var value = (UInt128)0;
            foreach (var c in token)
            {
                if (c > 0x7F || Hex.Value((byte)c) is not (>= 0 and var digit) || digit >= radix)
                    return false;
                value = (value * (UInt128)radix) + (UInt128)digit;
            }

            Add(to, value, bytes(token.Length), littleEndian);
        }

        return true;
    }

    private static bool Decimals(string[] tokens, Reading to, int bytes)
    {
        foreach (var token in tokens)
        {
            if (token.Length > 20 || !Int128.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                || value >= Int128.One << (8 * bytes) || value < -(Int128.One << ((8 * bytes) - 1)))
            {
                return false;
            }

            Add(to, unchecked((UInt128)value), bytes, littleEndian: true);
        }

        return true;
    }

    private static void Add(Reading to, UInt128 value, int bytes, bool littleEndian)
    {
        for (var i = 0; i < bytes; i++)
            to.Add((byte)(value >> (8 * (littleEndian ? i : bytes - 1 - i))), 0, 0);
    }

    // Cells of four characters, what they show to the right: "   p", "  \n", " 303", " nul".
    private static bool Characters(ReadOnlySpan<byte> body, Reading to)
    {
        for (var at = 0; at < body.Length; at += 4)
        {
            var cell = body[at..Math.Min(body.Length, at + 4)];
            if (cell[0] != ' ')
                return false;
            var text = Encoding.Latin1.GetString(cell).Trim(' ');
            var value = text.Length switch
            {
                0 => ' ',
                1 when cell[^1] != ' ' => text[0],
                2 when text[0] == '\\' => text[1] == '0' ? 0 : '\n',
                3 when text.All(c => c is >= '0' and <= '7') => Convert.ToInt32(text, 8) & 0xFF,
                _ => text == "del" ? 0x7F : Array.IndexOf(Names, text),
            };
            if (value < 0)
                return false;
            to.Add((byte)value, 0, 0);
        }

        return to.Count > 0;
    }
}
