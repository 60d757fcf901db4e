namespace Dashboard.Execution.Masking.Decoding;

/// <summary>
/// Reads dumps in columns line by line: of <c>xxd</c>, <c>hexdump</c> and <c>od</c>. Which columns they are is not asked: a line that can
/// be read in several ways is read in all of them. Each byte comes from its whole line, since what stands beside the columns shows it, too.
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

    // One for each way to read, with an offset before the columns and without.
    private readonly Reading[] _ways = [.. Enumerable.Range(0, 2 * DumpColumns.Ways).Select(_ => new Reading())];
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
            for (var way = 0; way < DumpColumns.Ways; way++)
            {
                // The last column of a line that goes on may be a part of one. Without it the bytes before it still wait.
                if (unfinished && (possible || _ways[(2 * way) + without].Count > 0))
                {
                    var reads = possible && Column(way, tokens.Length > 0 ? tokens[..^1] : tokens, body[..(body.Length / 4 * 4)]);
                    Wait(_ways[(2 * way) + without], reads, from, to, found);
                }

                Take(_ways[(2 * way) + without], possible && Column(way, tokens, body), from, to, found);
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
        return DumpColumns.Read(way, tokens, body, _line);
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
        var isColumn = end is > 0 and < 16 && end % 2 == 0 && body.Length - at - rest.Length > 2 && !rest[..end].ContainsAnyExcept(Digits);
        return isColumn ? body.Length - rest.Length + end : at;
    }
}
