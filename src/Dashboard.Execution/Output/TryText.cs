using System.Buffers;
using System.Text;
using Dashboard.Core.Output;

namespace Dashboard.Execution.Output;

/// <summary>
/// What a try wrote, as text, bounded, and line by line as the page shows it: a line of one stream is not continued by the other. A line
/// stands where it began; what the other stream writes meanwhile comes after it. <see cref="LineSplitter"/> has the same order for reading:
/// it decodes, numbers and cuts, line by line. This one does not, since all of a step's output goes through it, and an expectation must see
/// a line as it was written, however long.
/// </summary>
internal sealed class TryText(int each)
{
    /// <summary>
    /// So much of the other stream waits for the end of a line. Where that does not come, the line is taken to have ended.
    /// </summary>
    private const int MostWaiting = 64 * 1024;

    private readonly HeadAndTail _lines = new(each);
    private readonly ArrayBufferWriter<byte> _waiting = new(256);
    private OutputChannel? _open;

    /// <summary>Takes the next bytes of a stream.</summary>
    public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        if (_open is null || (_open == channel && _waiting.WrittenCount == 0))
        {
            Put(channel, bytes);
        }
        else if (_open != channel)
        {
            _waiting.Write(bytes);
            if (_waiting.WrittenCount > MostWaiting)
            {
                _lines.Write("\n"u8);
                Release(channel);
            }
        }
        else if (bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Put(channel, bytes[..(end + 1)]);
            Release(channel == OutputChannel.Stdout ? OutputChannel.Stderr : OutputChannel.Stdout);
            Write(channel, bytes[(end + 1)..]);
        }
        else
        {
            Put(channel, bytes);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        _waiting.WrittenCount == 0 ? _lines.ToString() : $"{_lines}\n{Encoding.UTF8.GetString(_waiting.WrittenSpan)}";

    private void Put(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        _lines.Write(bytes);
        _open = bytes[^1] == (byte)'\n' ? null : channel;
    }

    private void Release(OutputChannel channel)
    {
        Put(channel, _waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }
}
