using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Scanning;

namespace Dashboard.Execution.Masking;

/// <summary>One view of the output — of one channel or of both, with escape sequences or without — and where in it secrets are.</summary>
internal sealed class MaskView(SecretSet secrets, OutputChannel? channel, bool withoutEscapes)
{
    private const int Around = HotPlace.Far;

    // What was looked at is looked at again with what follows it.
    private const int Overlap = 256, Tail = 96;

    // Enough is kept to read what comes together with what came before.
    private const int Keep = 2 * Around, Most = 16 * Keep;

    // Of a secret that is broken by a line end, fewer bytes may be shown when its rest comes later: else every other line would wait for
    // the next.
    private const int LeastBeforeLineEnd = 4;

    private readonly HotScanner _scanner = new(secrets);
    private readonly Readings _readings = new(secrets.Levels, secrets.Grams, secrets.Defences.Encodings);
    private readonly List<(int From, int To)> _regions = [];
    private ViewText _text = new();
    private UndeclaredSecrets _undeclared = new();
    private int _seen, _hotUntil;
    private long _hold = long.MaxValue;

    /// <summary>The channel it reads; null for both.</summary>
    public OutputChannel? Channel => channel;

    /// <summary>Whether escape sequences are passed over.</summary>
    public bool WithoutEscapes => withoutEscapes;

    /// <summary>Whether keys and tokens that nobody declared are looked for in it: in one view of each channel.</summary>
    public bool Keys { get; set; } = secrets.Defences.KeyBlocks;

    /// <summary>Whether it reads this channel.</summary>
    public bool Reads(OutputChannel other) => channel is null || channel == other;

    /// <summary>Another view that has seen the same.</summary>
    public MaskView As(OutputChannel? newChannel, bool newWithoutEscapes) => new(secrets, newChannel, newWithoutEscapes)
    {
        _text = _text.Copy(),
        _undeclared = _undeclared.Copy(),
        _seen = _seen,
        _hotUntil = _hotUntil,
        _hold = _hold,
        Keys = Keys,
    };

    /// <summary>Takes bytes that stand one behind the other.</summary>
    public void Append(ReadOnlySpan<byte> bytes, long position) => _text.Append(bytes, position);

    /// <summary>Forgets what is under way.</summary>
    public void Reset()
    {
        (_seen, _hotUntil) = (0, 0);
        _text.Clear();
        _undeclared.Reset();
    }

    /// <summary>Looks at what was appended.</summary>
    /// <param name="mask">Called for each range of positions that is part of a secret.</param>
    /// <returns>The position of the first byte that may still turn out to be part of a secret; <see cref="long.MaxValue"/> for
    /// none.</returns>
    public long Look(Action<MaskView, long, long> mask)
    {
        if (_text.Count == _seen)
            return _hold;
        var hold = secrets.IsEmpty ? _text.Count : Declared(mask);
        if (Keys)
            hold = Math.Min(hold, _undeclared.Look(_text.Span, _seen, (from, to) => Mask(from, to, mask)));
        _seen = _text.Count;
        _hold = hold == _text.Count ? long.MaxValue : _text.PositionOf(hold);
        Trim();
        return _hold;
    }

    private int Declared(Action<MaskView, long, long> mask)
    {
        var text = _text.Span;
        var hold = text.Length;
        Regions(_scanner.Scan(text, Math.Max(0, _seen - Overlap)));
        var finished = text[^1] is (byte)'\n' or (byte)'\r';
        foreach (var (from, to) in _regions)
        {
            _readings.Read(text[from..to], open: to == text.Length, finished ? LeastBeforeLineEnd : 1);
            foreach (var (first, last) in _readings.Found)
                Mask(from + first, from + last, mask);
            if (to == text.Length)
                hold = Math.Min(hold, from + _readings.Hold);
        }

        return finished || !secrets.Defences.Encodings ? hold : Math.Min(hold, Unfinished(text));
    }

    private void Mask(int from, int to, Action<MaskView, long, long> mask) =>
        mask(this, _text.PositionOf(from), _text.PositionOf(to - 1) + 1);

    private void Regions(List<HotPlace> hot)
    {
        _regions.Clear();
        if (_hotUntil > _seen)
            Region(_seen - Around, _hotUntil);
        foreach (var (place, around) in hot)
        {
            Region(place - around, place + around);
            _hotUntil = Math.Max(_hotUntil, place + around);
        }

        Region(_text.Count - Tail, _text.Count);
    }

    // Dumps are read line by line.
    private void Region(int from, int to)
    {
        from = Math.Max(0, from);
        var before = Math.Max(0, from - Overlap);
        var line = _text.Span[before..from].LastIndexOf((byte)'\n');
        from = line >= 0 ? before + line + 1 : from < Overlap ? 0 : from;
        to = Math.Min(_text.Count, to);
        while (_regions.Count > 0 && from <= _regions[^1].To)
        {
            (from, to) = (Math.Min(_regions[^1].From, from), Math.Max(_regions[^1].To, to));
            _regions.RemoveAt(_regions.Count - 1);
        }

        _regions.Add((from, to));
    }

    // On a line that goes on, the first characters of an encoded secret are not yet a byte of it.
    private static int Unfinished(ReadOnlySpan<byte> text)
    {
        var (at, letters) = (text.Length, 0);
        while (at > 0 && letters < 4 && text.Length - at < 12)
        {
            var b = text[at - 1];
            if (b > 0x20 && BaseN.Base64.Values[b] < 0)
                break;
            letters += b > 0x20 ? 1 : 0;
            at--;
        }

        return Math.Min(letters == 0 ? text.Length : at, Unescaper.Unfinished(text));
    }

    private void Trim()
    {
        if (_text.Count < Most)
            return;
        var drop = _text.Count - Keep;
        _text.Drop(drop);
        _undeclared.Drop(drop);
        (_seen, _hotUntil) = (Keep, _hotUntil - drop);
    }
}
