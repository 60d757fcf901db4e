using System.Buffers;
using System.Text;

namespace Dashboard.Execution.Output;

/// <summary>The first and the last bytes of something long, in bounded memory.</summary>
internal sealed class HeadAndTail(int each)
{
    private readonly ArrayBufferWriter<byte> _head = new(256);
    private byte[]? _tail;
    private long _after;

    /// <summary>Takes the next bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        var head = Math.Min(bytes.Length, each - _head.WrittenCount);
        _head.Write(bytes[..head]);
        bytes = bytes[head..];
        if (bytes.IsEmpty)
            return;
        _tail ??= new byte[each];
        if (bytes.Length > each)
        {
            _after += bytes.Length - each;
            bytes = bytes[^each..];
        }

        var at = (int)(_after % each);
        var first = Math.Min(bytes.Length, each - at);
        bytes[..first].CopyTo(_tail.AsSpan(at));
        bytes[first..].CopyTo(_tail);
        _after += bytes.Length;
    }

    /// <summary>Both as text; where something is left out between them, they stand on lines of their own.</summary>
    public override string ToString()
    {
        if (_tail is null)
            return Encoding.UTF8.GetString(_head.WrittenSpan);
        // All of it is there, and a character may lie across the seam.
        if (_after <= each)
            return Encoding.UTF8.GetString([.. _head.WrittenSpan, .. _tail.AsSpan(0, (int)_after)]);
        var at = (int)(_after % each);
        return Encoding.UTF8.GetString([.. _head.WrittenSpan, (byte)'\n', .. _tail.AsSpan(at), .. _tail.AsSpan(0, at)]);
    }
}
