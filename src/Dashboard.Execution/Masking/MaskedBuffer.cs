using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking;

/// <summary>Gathers single bytes into runs of one channel, so that what lies behind gets few and large pieces.</summary>
internal sealed class MaskedBuffer
{
    private readonly byte[] _bytes = new byte[16 * 1024];
    private OutputChannel _channel;
    private int _count;

    /// <summary>Takes bytes of a channel.</summary>
    public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes, IMaskedWriter output)
    {
        if (channel != _channel || _count + bytes.Length > _bytes.Length)
            Flush(output);
        _channel = channel;
        if (bytes.Length > _bytes.Length)
        {
            output.Write(channel, bytes);
            return;
        }

        bytes.CopyTo(_bytes.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Hands everything on.</summary>
    public void Flush(IMaskedWriter output)
    {
        if (_count > 0)
            output.Write(_channel, _bytes.AsSpan(0, _count));
        _count = 0;
    }
}
