using System.Globalization;

namespace Dashboard.Engine.Execution.Masking.Decoding;

/// <summary>
/// Reads dumps in columns line by line: of <c>xxd</c>, <c>hexdump</c> and <c>od</c>. Which columns they are is not asked: a line that can be read
/// in several ways is read in all of them. Each byte comes from its whole line, since what stands beside the columns shows it, too.
/// </summary>
/// <remarks>
/// <code>
/// 00000000: 7040 7373 2777 3072  p@ss'w0r        xxd
/// 00000000  70 40 73 73 27 77 30 72  |p@ss'w0r|  hexdump -C
/// 0000000 040160 071563 073447 071060            od
/// 0000000   p   @   s   s   '   w   0   r        od -c
/// </code>
/// </remarks>
internal sealed class Dumps
{
    private const int ShortestOffset = 6;

    private static readonly System.Buffers.SearchValues<byte> Digits = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"u8);

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

    // One for each way to read, with an offset before the columns and without.
    private readonly Reading[] _ways = [.. Enumerable.Range(0, 2 * (Columns.Length + 1)).Select(_ => new Reading())];
    private readonly Reading _line = new();
    private bool _busy;

    /// <summary>Calls back for each run of lines.</summary>
    public void Read(Reading from, bool open, Action<Reading, bool> found)
    {
        // A dump of a dump is not read.
        if (_busy)
            return;
        _busy = true;
        foreach (var way in _ways)
            way.Clear();
        for (var start = 0; start < from.Count;)
        {
            var length = from.Span[start..].IndexOf((byte)'\n');
            var end = length < 0 ? from.Count : start + length;
            if (from.Span[start..end].ContainsAnyExcept((byte)' ', (byte)'\r'))
                Line(from.Span[start..end], from.From(start), from.To(end - 1), open && length < 0, found);
            start = end + 1;
        }

        foreach (var way in _ways.Where(w => w.Count > 0))
            found(way, open);
        _busy = false;
    }

    private void Line(ReadOnlySpan<byte> line, int from, int to, bool unfinished, Action<Reading, bool> found)
    {
        line = line.TrimEnd((byte)'\r');
        var (begin, end) = Offset(line);
        var colon = end > begin && end < line.Length && line[end] == ':';
        var offset = end > begin;
        for (var without = 0; without < 2; without++)
        {
            var body = without == 0 ? line : line[Math.Min(line.Length, end + (colon ? 1 : 0))..];
            var possible = without == 0 ? !colon : offset;
            // The end of a dump is an offset alone.
            if (without == 1 && offset && body.IsEmpty)
                continue;
            var tokens = possible ? Tokens(body, colon) : [];
            for (var way = 0; way <= Columns.Length; way++)
            {
                // The last column of a line that goes on may be a part of one. Without it the bytes before it still wait.
                if (unfinished && (possible || _ways[(2 * way) + without].Count > 0))
                    Wait(_ways[(2 * way) + without], possible && Column(way, tokens.Length > 0 ? tokens[..^1] : tokens, body[..(body.Length / 4 * 4)]), from, to, found);
                var reads = possible && Column(way, tokens, body);
                Take(_ways[(2 * way) + without], reads, from, to, found);
            }
        }
    }

    // The digits before the columns. A name may stand before them, as of the container that wrote the line, or what base64 made of a word.
    private static (int Begin, int End) Offset(ReadOnlySpan<byte> line)
    {
        for (var begin = 0; begin + ShortestOffset <= line.Length; begin++)
        {
            var end = begin;
            while (end < line.Length && Hex.Value(line[end]) >= 0)
                end++;
            if (end - begin >= ShortestOffset && (end == line.Length || line[end] is (byte)' ' or (byte)':'))
                return (begin, end);
            begin = end;
        }

        return (0, 0);
    }

    private bool Column(int way, string[] tokens, ReadOnlySpan<byte> body)
    {
        _line.Clear();
        return way == Columns.Length ? Characters(body, _line) : tokens.Length > 0 && Columns[way](tokens, _line);
    }

    private void Wait(Reading way, bool reads, int from, int to, Action<Reading, bool> found)
    {
        var before = way.Count;
        for (var i = 0; reads && i < _line.Count; i++)
            way.Add(_line[i], from, to);
        if (way.Count > 0)
            found(way, true);
        way.Truncate(before);
    }

    private void Take(Reading way, bool reads, int from, int to, Action<Reading, bool> found)
    {
        if (!reads && way.Count > 0)
        {
            found(way, false);
            way.Clear();
        }

        for (var i = 0; reads && i < _line.Count; i++)
            way.Add(_line[i], from, to);
    }

    // Without what stands beside the columns as text; nothing when it cannot be columns.
    private static string[] Tokens(ReadOnlySpan<byte> body, bool colon)
    {
        var first = body.TrimStart((byte)' ');
        var end = first.IndexOf((byte)' ');
        if (first.IsEmpty || first[(first[0] == '-' ? 1 : 0)..(end < 0 ? first.Length : end)].ContainsAnyExcept(Digits))
            return [];
        var gutter = colon ? Gutter(body) : body.IndexOf("  |"u8) is >= 0 and var bar ? bar : body.IndexOf("  >"u8);
        if (gutter >= 0)
            body = body[..gutter];
        return body.ContainsAnyExceptInRange((byte)' ', (byte)'f') ? []
            : System.Text.Encoding.ASCII.GetString(body).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    // Behind two spaces; `xxd -e` fills up its last column, so that they stand before it, too.
    private static int Gutter(ReadOnlySpan<byte> body)
    {
        var start = body.IndexOfAnyExcept((byte)' ');
        var at = body[start..].IndexOf("  "u8);
        if (at < 0)
            return -1;
        at += start;
        var rest = body[at..].TrimStart((byte)' ');
        var end = rest.IndexOf("  "u8);
        return end is > 0 and < 16 && end % 2 == 0 && body.Length - at - rest.Length > 2 && !rest[..end].ContainsAnyExcept(Digits) ? body.Length - rest.Length + end : at;
    }

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
            var text = System.Text.Encoding.Latin1.GetString(cell).Trim(' ');
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
