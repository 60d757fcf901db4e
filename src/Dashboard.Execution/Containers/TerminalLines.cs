namespace Dashboard.Execution.Containers;

/// <summary>
/// Gives back what a program wrote to a container's terminal. Such a terminal writes <c>\r\n</c> for each <c>\n</c> (ONLCR), and the
/// engine's API cannot tell it not to; so exactly one <c>\r</c> before each <c>\n</c> is the terminal's.
/// </summary>
internal sealed class TerminalLines
{
    private bool _held;

    /// <summary>The bytes that are known by now. A <c>\r</c> at the end waits for what follows it.</summary>
    public Memory<byte> Restore(Memory<byte> bytes)
    {
        var restored = new byte[bytes.Length + 1];
        var length = 0;
        foreach (var value in bytes.Span)
        {
            if (_held && value != '\n')
                restored[length++] = (byte)'\r';
            _held = value == '\r';
            if (!_held)
                restored[length++] = value;
        }

        return restored.AsMemory(0, length);
    }

    /// <summary>What still waits when nothing follows any more.</summary>
    public Memory<byte> Rest()
    {
        byte[] rest = _held ? [(byte)'\r'] : [];
        _held = false;
        return rest;
    }
}
