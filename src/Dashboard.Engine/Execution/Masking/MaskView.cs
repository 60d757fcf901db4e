using Dashboard.Engine.Execution.Masking.Decoding;
using Dashboard.Engine.Execution.Masking.Tokens;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>One view of the output — of one channel or of both, with escape sequences or without — and where in it secrets are.</summary>
internal sealed class MaskView(SecretSet secrets, OutputChannel? channel, bool withoutEscapes)
{
    private const int Around = Suspicion.Far;

    // What was looked at is looked at again with what follows it.
    private const int Overlap = 256, Tail = 96;

    // Of a secret that is broken by a line end, fewer bytes may be shown when its rest comes later: else every other line would wait for the next.
    private const int LeastBeforeLineEnd = 4;

    private readonly Suspicion _suspicion = new(secrets);
    private readonly Readings _readings = new(secrets.Levels, secrets.Grams, secrets.Defences.Encodings);
    private readonly List<(int From, int To)> _regions = [];
    private readonly List<(int Index, long Position)> _segments = [];
    private byte[] _text = new byte[4096];
    private readonly List<Range> _tokens = [];
    private int _count, _seen, _hotUntil, _keysUntil, _tokensUntil;
    private KeyBlock? _block;

    /// <summary>The channel it reads; null for both.</summary>
    public OutputChannel? Channel => channel;

    /// <summary>Whether escape sequences are passed over.</summary>
    public bool WithoutEscapes => withoutEscapes;

    /// <summary>Whether keys and tokens that nobody declared are looked for in it: in one view of each channel.</summary>
    public bool Keys { get; set; } = secrets.Defences.KeyBlocks;

    /// <summary>Whether it reads this channel.</summary>
    public bool Reads(OutputChannel other) => channel is null || channel == other;

    /// <summary>Another view that has seen the same.</summary>
    public MaskView As(OutputChannel? newChannel, bool newWithoutEscapes)
    {
        var view = new MaskView(secrets, newChannel, newWithoutEscapes) { _block = _block, _text = [.. _text], Keys = Keys };
        (view._count, view._seen, view._hotUntil, view._keysUntil, view._tokensUntil) = (_count, _seen, _hotUntil, _keysUntil, _tokensUntil);
        view._segments.AddRange(_segments);
        view.Hold = Hold;
        return view;
    }

    /// <summary>Takes bytes that stand one behind the other.</summary>
    public void Append(ReadOnlySpan<byte> bytes, long position)
    {
        if (_count + bytes.Length > _text.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _count + bytes.Length));
        if (_segments.Count == 0 || PositionOf(_count) != position)
            _segments.Add((_count, position));
        bytes.CopyTo(_text.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Forgets what is under way.</summary>
    public void Reset()
    {
        (_count, _seen, _hotUntil, _keysUntil, _tokensUntil) = (0, 0, 0, 0, 0);
        _segments.Clear();
    }

    /// <summary>Looks at what was appended.</summary>
    /// <param name="mask">Called for each range of positions that is part of a secret.</param>
    /// <returns>The position of the first byte that may still turn out to be part of a secret; <see cref="long.MaxValue"/> for none.</returns>
    public long Look(Action<MaskView, long, long> mask)
    {
        if (_count == _seen)
            return Hold;
        var text = _text.AsSpan(0, _count);
        var hold = _count;
        if (!secrets.IsEmpty)
        {
            Regions(_suspicion.Scan(text, Math.Max(0, _seen - Overlap)));
            var finished = text[^1] is (byte)'\n' or (byte)'\r';
            foreach (var (from, to) in _regions)
            {
                _readings.Read(text[from..to], open: to == _count, finished ? LeastBeforeLineEnd : 1);
                foreach (var (first, last) in _readings.Found)
                    mask(this, PositionOf(from + first), PositionOf(from + last - 1) + 1);
                if (to == _count)
                    hold = Math.Min(hold, from + _readings.Hold);
            }

            if (!finished && secrets.Defences.Encodings)
                hold = Math.Min(hold, Unfinished(text));
        }

        if (Keys)
            hold = Math.Min(hold, KeysAndTokens(text, mask));
        _seen = _count;
        Hold = hold == _count ? long.MaxValue : PositionOf(hold);
        Trim();
        return Hold;
    }

    private long Hold { get; set; } = long.MaxValue;

    private void Regions(List<(int Place, int Around)> hot)
    {
        _regions.Clear();
        if (_hotUntil > _seen)
            Region(_seen - Around, _hotUntil);
        foreach (var (place, around) in hot)
        {
            Region(place - around, place + around);
            _hotUntil = Math.Max(_hotUntil, place + around);
        }

        Region(_count - Tail, _count);
    }

    // Dumps are read line by line.
    private void Region(int from, int to)
    {
        from = Math.Max(0, from);
        var line = _text.AsSpan(Math.Max(0, from - Overlap), from - Math.Max(0, from - Overlap)).LastIndexOf((byte)'\n');
        from = line >= 0 ? Math.Max(0, from - Overlap) + line + 1 : from < Overlap ? 0 : from;
        to = Math.Min(_count, to);
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

    private int KeysAndTokens(ReadOnlySpan<byte> text, Action<MaskView, long, long> mask)
    {
        var at = Math.Max(_keysUntil, _seen - Overlap);
        var begin = Math.Max(_keysUntil, _seen);
        var waits = _count;
        while (true)
        {
            var (from, to, block) = KeyLines.Next(text, at, _block, out var unfinished);
            if (_block?.Body is { } body && Stop(text, begin, body) is var stop && (from < 0 ? stop < _count : stop < from))
                (from, to, block) = (stop, stop, _block);
            if (from < 0)
            {
                if (_block is not null && begin < _count)
                    mask(this, PositionOf(begin), PositionOf(_count - 1) + 1);
                // A line of dashes is a line; only what goes on behind them waits.
                else if (text[^1] != '\n' || text[unfinished..].Trim("-\r\n"u8).Length >= 3)
                    waits = unfinished;
                break;
            }

            if (_block is not null && to > begin)
                mask(this, PositionOf(begin), PositionOf(to - 1) + 1);
            (begin, _block) = (to, _block is null ? block : null);
            at = _keysUntil = to;
        }

        return _block is null ? Math.Min(waits, Tokens(text, mask)) : waits;
    }

    // The first byte that cannot be part of the key.
    private static int Stop(ReadOnlySpan<byte> text, int from, System.Buffers.SearchValues<byte> body)
    {
        while (from < text.Length && (body.Contains(text[from]) || SecretSet.IsTransparent(text[from])))
            from++;
        return from;
    }

    // From the beginning of the line that was under way.
    private int Tokens(ReadOnlySpan<byte> text, Action<MaskView, long, long> mask)
    {
        var start = text[..Math.Max(0, Math.Min(_seen, _tokensUntil))].LastIndexOf((byte)'\n') + 1;
        start = Math.Max(start, Math.Max(_keysUntil, _seen - (2 * Around)));
        var lines = text[start..];
        var undecided = TokenFinder.Shared.Undecided(lines);
        _tokens.Clear();
        TokenFinder.Shared.Find(lines[..undecided], _tokens);
        foreach (var token in _tokens)
            mask(this, PositionOf(start + token.Start.Value), PositionOf(start + token.End.Value - 1) + 1);
        _tokensUntil = start + undecided;
        return _tokensUntil;
    }

    private long PositionOf(int index)
    {
        var (low, high) = (0, _segments.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Index <= index)
                low = middle;
            else
                high = middle - 1;
        }

        return _segments[low].Position + index - _segments[low].Index;
    }

    // Enough is kept to read what comes together with what came before.
    private void Trim()
    {
        const int Keep = 2 * Around;
        if (_count < 16 * Keep)
            return;
        var drop = _count - Keep;
        _text.AsSpan(drop, Keep).CopyTo(_text);
        var first = PositionOf(drop);
        _segments.RemoveAll(s => s.Index <= drop);
        for (var i = 0; i < _segments.Count; i++)
            _segments[i] = (_segments[i].Index - drop, _segments[i].Position);
        _segments.Insert(0, (0, first));
        (_count, _seen, _hotUntil) = (Keep, Keep, _hotUntil - drop);
        (_keysUntil, _tokensUntil) = (Math.Max(0, _keysUntil - drop), Math.Max(0, _tokensUntil - drop));
    }
}
