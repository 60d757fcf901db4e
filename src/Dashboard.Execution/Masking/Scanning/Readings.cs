using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking.Scanning;

/// <summary>
/// Reads a piece of text in every way in which programs write a secret, what comes out of it again in every way, and looks for secrets in
/// all of that. Slow, and so done only where something looks like it. The work is a constant for each byte: how deep it goes is bounded.
/// </summary>
internal sealed class Readings(SecretIndex[] levels, GramFilter grams, bool encodings)
{
    private const int MostDecodings = 3;

    private readonly ReadingPool _pool = new();
    private readonly Dumps _dumps = new();
    private readonly List<(int From, int To)> _found = [];
    private byte[] _bytes = new byte[1024];
    private int[] _at = new int[1024];
    private int _least;

    /// <summary>Where secrets are: ranges of the text.</summary>
    public IReadOnlyList<(int From, int To)> Found => _found;

    /// <summary>The first place of the text that may still turn out to be part of a secret when more text follows.</summary>
    public int Hold { get; private set; }

    /// <summary>Reads.</summary>
    /// <param name="text">The text.</param>
    /// <param name="open">More may follow.</param>
    /// <param name="least">So many bytes of a secret must be there already for it to count as under way.</param>
    public void Read(ReadOnlySpan<byte> text, bool open, int least)
    {
        _found.Clear();
        (Hold, _least) = (text.Length, least);
        var raw = _pool.Rent();
        for (var i = 0; i < text.Length; i++)
            raw.Add(text[i], i, i + 1);
        Any(raw, open, 0, 0);
        _pool.Return(raw);
    }

    private void Any(Reading reading, bool open, int decodings, int escapes)
    {
        var isText = decodings == 0 || TextParts.IsText(reading.Span);
        if (isText || open || grams.HoldsAny(reading.Span))
            MatchAll(reading, open);
        if (!encodings || !isText)
            return;
        if (decodings == 0)
        {
            Decode(reading, open, decodings, escapes);
            return;
        }

        // What was decoded is read again only where it is text, as all encodings are; noise is not.
        for (var at = 0; TextParts.Next(reading.Span, at, open) is var (from, to) && from < reading.Count; at = to)
        {
            var part = _pool.Rent();
            part.Add(reading, from, to);
            Decode(part, open && to == reading.Count, decodings, escapes);
            _pool.Return(part);
        }
    }

    private void Decode(Reading reading, bool open, int decodings, int escapes)
    {
        if (decodings < MostDecodings)
        {
            Action<Reading, bool> found = (r, o) => Any(r, o, decodings + 1, escapes);
            BaseN.Base64.Read(reading, open, _pool, found);
            BaseN.Base32.Read(reading, open, _pool, found);
            Hex.Read(reading, open, _pool, found);
            Decimals.Read(reading, open, _pool, found);
            _dumps.Read(reading, open, found);
        }

        if (escapes == Unescaper.MostTimes || !reading.Span.ContainsAny(Unescaper.Starters))
            return;
        if (reading.Span.ContainsAny("\\%&^M"u8))
            Undo(reading, open, decodings, escapes, EscapeKind.Usual);
        if (reading.Span.IndexOf("\\x"u8) >= 0 && reading.Span.IndexOf("\\u"u8) >= 0)
            Undo(reading, open, decodings, escapes, EscapeKind.Characters);
        if (reading.Span.Contains((byte)'+'))
            Undo(reading, open, decodings, escapes, EscapeKind.Form);
        if (reading.Span.Contains((byte)'='))
            Undo(reading, open, decodings, escapes, EscapeKind.QuotedPrintable);
    }

    private void Undo(Reading reading, bool open, int decodings, int escapes, EscapeKind kind)
    {
        var undone = _pool.Rent();
        if (Unescaper.Undo(reading, undone, open, kind))
            Any(undone, open, decodings, escapes + 1);
        else if (undone.Count < reading.Count)
            MatchAll(undone, open); // without the beginning of an escape that is under way
        _pool.Return(undone);
    }

    private void MatchAll(Reading reading, bool open)
    {
        foreach (var level in levels)
            Match(level, reading, open);
    }

    private void Match(SecretIndex index, Reading reading, bool open)
    {
        if (index.IsEmpty)
            return;
        if (_bytes.Length < reading.Count)
            (_bytes, _at) = (new byte[reading.Count * 2], new int[reading.Count * 2]);
        var (window, count, run) = (0UL, 0, 0);
        for (var i = 0; i < reading.Count; i++)
        {
            var b = reading[i];
            if (index.Drops[b])
                continue;
            (_bytes[count], _at[count]) = (b, i);
            count++;
            window = (window << 8) | b;
            run = count >= SecretIndex.Window && index.IsWindow(window) ? run + 1 : 0;
            if (run == SecretIndex.PieceWindows)
                Mark(reading, count - SecretUnits.Piece, count - 1);
            else if (run > SecretIndex.PieceWindows)
                Mark(reading, count - 2, count - 1);
            if (index.ShortAtEnd(window, _bytes.AsSpan(0, count)) is > 0 and var length)
                Mark(reading, count - length, count - 1);
        }

        if (!open)
            return;
        // A piece of which enough was seen is masked already; what follows is found with the bytes before it.
        var under = run is > 0 and < SecretIndex.PieceWindows ? run + SecretIndex.Window - 1 : 0;
        under = Math.Max(under, index.PrefixAtEnd(_bytes.AsSpan(0, count), _least));
        if (under > 0)
            Hold = Math.Min(Hold, reading.From(_at[count - under]));
    }

    // Bytes of a word stand in the text in another order, so the first and the last one decide nothing by themselves.
    private void Mark(Reading reading, int first, int last) => _found.Add((reading.From(_at[first]), reading.To(_at[last])));
}
