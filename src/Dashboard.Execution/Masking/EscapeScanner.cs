namespace Dashboard.Execution.Masking;

/// <summary>Tells which bytes of a channel belong to a terminal escape sequence (ECMA-48: CSI, OSC and the two-byte ones).</summary>
internal sealed class EscapeScanner
{
    // A sequence longer than this is no sequence; else an unclosed one would hide everything after it from the masker.
    private const int Longest = 4096;

    private State _state;
    private int _length;

    private enum State
    {
        Text,
        Escape,
        Control,
        Text2,
        TextEscape,
    }

    /// <summary>Takes the next byte; true when it belongs to a sequence.</summary>
    public bool Take(byte b)
    {
        if (_state == State.Text)
        {
            (_state, _length) = b == 0x1B ? (State.Escape, 1) : (State.Text, 0);
            return b == 0x1B;
        }

        if (++_length > Longest)
        {
            _state = State.Text;
            return false;
        }

        _state = _state switch
        {
            State.Escape => b switch
            {
                (byte)'[' => State.Control,
                (byte)']' or (byte)'P' or (byte)'X' or (byte)'^' or (byte)'_' => State.Text2,
                >= 0x20 and <= 0x2F => State.Escape,
                0x1B => State.Escape,
                _ => State.Text,
            },
            State.Control => b is >= 0x40 and <= 0x7E ? State.Text : State.Control,
            State.Text2 => b switch { 0x07 => State.Text, 0x1B => State.TextEscape, _ => State.Text2 },
            _ => b == (byte)'\\' ? State.Text : State.Text2,
        };
        return true;
    }
}
