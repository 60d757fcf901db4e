using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking;

/// <summary>
/// Replaces secrets by <c>[masked]</c> while output streams. It stands in front of storage, screen, log and search. A byte is let go
/// when no view of the output could still make it part of a secret: each channel by itself and both as they came, with
/// terminal escapes and without. Private keys are suppressed to their END line or the end of the stream.
/// </summary>
internal sealed class SecretMasker
{
    private const int Slice = 64 * 1024;

    private readonly SecretSet _secrets;
    private readonly MaskingDefences _on;
    private readonly EscapeScanner[] _escapes = [new(), new()];
    private readonly bool[] _inMask = new bool[2];
    private readonly List<MaskView> _views;
    private readonly List<(long From, OutputChannel Channel)> _pieces = [];
    private readonly MaskedBuffer _out = new();
    private byte[] _held = new byte[1024];
    private bool[] _masked = new bool[1024];
    private long _base;
    private int _count;
    private OutputChannel? _only;
    private bool _both, _escaped;

    /// <summary>Makes one.</summary>
    public SecretMasker(SecretSet secrets) =>
        (_secrets, _on, _views) = (secrets, secrets.Defences, [new(secrets, null, withoutEscapes: false)]);

    /// <summary>How many pieces were masked.</summary>
    public int Masked { get; private set; }

    /// <summary>Takes output of a channel, and hands on what is safe.</summary>
    public void Write(OutputChannel channel, ReadOnlySpan<byte> input, IMaskedWriter output)
    {
        Meet(channel);
        for (; !input.IsEmpty; input = input[Math.Min(Slice, input.Length)..])
            Take(channel, input[..Math.Min(Slice, input.Length)], output);
        if (!_on.HoldBack)
            Release(long.MaxValue, output);
        _out.Flush(output);
    }

    /// <summary>The output has ended: what was held back is no secret.</summary>
    public void Complete(IMaskedWriter output)
    {
        Release(long.MaxValue, output);
        _views.ForEach(v => v.Reset());
        _inMask.AsSpan().Clear();
        (_escapes[0], _escapes[1]) = (new(), new());
        _out.Flush(output);
    }

    // With one channel and no escapes there is one view; the others are made when they begin to differ from it.
    private void Meet(OutputChannel channel)
    {
        _only ??= channel;
        if (_both || _only == channel)
            return;
        _both = true;
        var before = _views.ToArray();
        if (!_on.AcrossChannels)
            _views.Clear();
        foreach (var view in before)
        {
            _views.Add(view.As(_only, view.WithoutEscapes));
            _views.Add(new(_secrets, channel, view.WithoutEscapes) { Keys = view.Keys });
            view.Keys = false;
        }
    }

    private void MeetEscape()
    {
        if (_escaped || !_on.Escapes)
            return;
        _escaped = true;
        foreach (var view in _views.ToArray())
        {
            _views.Add(view.As(view.Channel, newWithoutEscapes: true));
            view.Keys = false;
        }
    }

    private void Take(OutputChannel channel, ReadOnlySpan<byte> bytes, IMaskedWriter output)
    {
        if (bytes.Contains((byte)0x1B))
            MeetEscape();
        var position = _base + _count;
        Hold(channel, bytes, position);
        var escapes = _escaped ? WithoutEscapes(channel, bytes) : [];
        var safe = long.MaxValue;
        foreach (var view in _views)
        {
            if (view.Reads(channel) && !view.WithoutEscapes)
                view.Append(bytes, position);
            else if (view.Reads(channel))
                escapes.ForEach(e => view.Append(_held.AsSpan((int)(position - _base) + e.From, e.Length), position + e.From));
            safe = Math.Min(safe, view.Look(Mask));
        }

        Release(safe, output);
    }

    private List<(int From, int Length)> WithoutEscapes(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        var (parts, from) = (new List<(int, int)>(), 0);
        for (var i = 0; i <= bytes.Length; i++)
        {
            if (i < bytes.Length && !_escapes[(int)channel].Take(bytes[i]))
                continue;
            if (i > from)
                parts.Add((from, i - from));
            from = i + 1;
        }

        return parts;
    }

    private void Mask(MaskView view, long from, long to)
    {
        for (var p = Math.Max(0, (int)(from - _base)); p < to - _base; p++)
        {
            if (view.Channel is null || !_both || view.Reads(ChannelAt(_base + p)))
                _masked[p] = true;
        }
    }

    private OutputChannel ChannelAt(long position) => _pieces.FindLast(p => p.From <= position).Channel;

    private void Hold(OutputChannel channel, ReadOnlySpan<byte> bytes, long position)
    {
        if (_count + bytes.Length > _held.Length)
        {
            Array.Resize(ref _held, Math.Max(2 * _held.Length, _count + bytes.Length));
            Array.Resize(ref _masked, _held.Length);
        }

        if (_pieces.Count == 0 || _pieces[^1].Channel != channel)
            _pieces.Add((position, channel));
        bytes.CopyTo(_held.AsSpan(_count));
        _masked.AsSpan(_count, bytes.Length).Clear();
        _count += bytes.Length;
    }

    private void Release(long before, IMaskedWriter output)
    {
        var end = (int)Math.Min(_count, before - _base);
        for (var at = 0; at < end;)
        {
            var piece = _pieces.FindLastIndex(p => p.From <= _base + at);
            var channel = _pieces[piece].Channel;
            var to = piece + 1 < _pieces.Count ? (int)Math.Min(end, _pieces[piece + 1].From - _base) : end;
            ref var inMask = ref _inMask[(int)channel];
            var masked = _masked[at];
            var length = _masked.AsSpan(at, to - at).IndexOf(!masked) is >= 0 and var other ? other : to - at;
            if (!masked)
            {
                _out.Write(channel, _held.AsSpan(at, length), output);
            }
            else if (!inMask)
            {
                _out.Write(channel, "[masked]"u8, output);
                Masked++;
            }

            inMask = masked;
            at += length;
        }

        if (end <= 0)
            return;
        _held.AsSpan(end, _count - end).CopyTo(_held);
        _masked.AsSpan(end, _count - end).CopyTo(_masked);
        (_base, _count) = (_base + end, _count - end);
        var gone = _pieces.FindLastIndex(p => p.From <= _base);
        _pieces.RemoveRange(0, Math.Max(0, gone));
    }
}
