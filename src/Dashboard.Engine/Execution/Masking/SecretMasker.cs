namespace Dashboard.Engine.Execution.Masking;

/// <summary>
/// Replaces secrets by <c>[masked]</c> while output streams. It stands in front of storage, screen, log and search. A byte is let go only
/// when no reading of the output could still make it part of a secret: each channel by itself and both as they came, with
/// terminal escapes and without; white space and control characters are passed over in all of them. Private keys are suppressed to their END line or the end of the stream.
/// </summary>
internal sealed class SecretMasker(SecretSet secrets)
{
    private readonly MaskingDefences _on = secrets.Defences;
    private readonly EscapeScanner[] _escapes = [new(), new()];
    private readonly bool[] _inMask = new bool[2];
    private readonly List<MaskTracker> _trackers = [new(secrets.Automaton, null, withoutEscapes: false)];
    private readonly MaskedBuffer _out = new();
    private HeldByte[] _held = new HeldByte[256];
    private long _base;
    private int _count;
    private OutputChannel? _only;
    private bool _both, _escaped;

    /// <summary>How many pieces were masked.</summary>
    public int Masked { get; private set; }

    /// <summary>Takes output of a channel, and hands on what is safe.</summary>
    public void Write(OutputChannel channel, ReadOnlySpan<byte> input, IMaskedWriter output)
    {
        Meet(channel);
        while (!input.IsEmpty)
        {
            var skip = _count == 0 && _escapes[(int)channel].Idle && _trackers.TrueForAll(t => t.Idle) ? SafeLength(input) : 0;
            if (skip > 0)
            {
                _inMask[(int)channel] = false;
                _out.Write(channel, input[..skip], output);
                _base += skip;
                input = input[skip..];
                continue;
            }

            Take(channel, input[0], output);
            input = input[1..];
        }

        if (!_on.HoldBack)
            Release(long.MaxValue, output);
        _out.Flush(output);
    }

    /// <summary>The output has ended: what was held back is no secret.</summary>
    public void Complete(IMaskedWriter output)
    {
        Release(long.MaxValue, output);
        _trackers.ForEach(t => t.Reset());
        _out.Flush(output);
    }

    // With one channel and no escapes there is one reading; the others are made when they begin to differ from it.
    private void Meet(OutputChannel channel)
    {
        _only ??= channel;
        if (_both || _only == channel)
            return;
        _both = true;
        var before = _trackers.ToArray();
        if (!_on.AcrossChannels)
            _trackers.Clear();
        foreach (var tracker in before)
        {
            _trackers.Add(tracker.As(_only, tracker.WithoutEscapes));
            _trackers.Add(new(secrets.Automaton, channel, tracker.WithoutEscapes));
        }
    }

    private void MeetEscape()
    {
        if (_escaped || !_on.Escapes)
            return;
        _escaped = true;
        _trackers.AddRange(_trackers.Select(t => t.As(t.Channel, newWithoutEscapes: true)).ToArray());
    }

    private void Take(OutputChannel channel, byte b, IMaskedWriter output)
    {
        if (b == 0x1B)
            MeetEscape();
        var inEscape = _escapes[(int)channel].Take(b);
        var position = _base + _count;
        Hold(new(b, channel, false));
        var earliest = long.MaxValue;
        foreach (var tracker in _trackers)
        {
            if (tracker.Reads(channel))
                Track(tracker, channel, b, position, inEscape);
            earliest = Math.Min(earliest, tracker.Earliest);
        }

        Release(earliest, output);
    }

    private void Track(MaskTracker tracker, OutputChannel channel, byte b, long position, bool inEscape)
    {
        if (tracker.InKey)
            Mask(tracker, position, position);
        if ((_on.WhiteSpace && SecretSet.IsTransparent(b)) || (tracker.WithoutEscapes && inEscape))
            return;
        var (from, meaning) = tracker.Read(b, position);
        if (from >= 0)
            Mask(tracker, from, position);
        if (meaning.HasFlag(PatternMeaning.KeyBegin))
        {
            tracker.InKey = true;
        }
        else if (meaning.HasFlag(PatternMeaning.KeyEnd))
        {
            // Seen whole by one reading, the END counts for all that read this channel: another may have had it broken up by the other channel.
            foreach (var other in _trackers.Where(t => t.Reads(channel)))
                other.InKey = false;
        }
    }

    private void Mask(MaskTracker tracker, long from, long to)
    {
        for (var p = Math.Max(from, _base); p <= to; p++)
        {
            ref var held = ref _held[p & (_held.Length - 1)];
            if (tracker.Reads(held.Channel))
                held = held with { Masked = true };
        }
    }

    private void Hold(HeldByte b)
    {
        if (_count == _held.Length)
        {
            var larger = new HeldByte[_held.Length * 2];
            for (var p = _base; p < _base + _count; p++)
                larger[p & (larger.Length - 1)] = _held[p & (_held.Length - 1)];
            _held = larger;
        }

        _held[(_base + _count++) & (_held.Length - 1)] = b;
    }

    private void Release(long before, IMaskedWriter output)
    {
        while (_count > 0 && _base < before)
        {
            var held = _held[_base & (_held.Length - 1)];
            ref var inMask = ref _inMask[(int)held.Channel];
            if (!held.Masked)
            {
                _out.Write(held.Channel, [held.Value], output);
            }
            else if (!inMask)
            {
                _out.Write(held.Channel, "[masked]"u8, output);
                Masked++;
            }

            inMask = held.Masked;
            _base++;
            _count--;
        }
    }

    // How many bytes from the start cannot be part of any secret: a window of four bytes, white space passed over, looked up in the automaton's filter.
    private int SafeLength(ReadOnlySpan<byte> input)
    {
        int a = -1, b = -1, c = -1;
        var window = 0u;
        for (var i = 0; i < input.Length; i++)
        {
            var next = input[i];
            if (next == 0x1B)
                return a >= 0 ? a : b >= 0 ? b : c >= 0 ? c : i;
            if (SecretSet.IsTransparent(next))
                continue;
            window = (window << 8) | next;
            if (a >= 0 && secrets.Automaton.MayStartWith(window))
                return a;
            (a, b, c) = (b, c, i);
        }

        return a >= 0 ? a : b >= 0 ? b : c >= 0 ? c : input.Length;
    }

    private readonly record struct HeldByte(byte Value, OutputChannel Channel, bool Masked);
}
