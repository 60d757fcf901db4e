using System.Security.Cryptography;
using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Output;

/// <summary>
/// Cuts masked output into chunks of at most 64 KiB of one channel each. Of an output over the cap it keeps the head, which is stored as
/// it comes, and the tail, which waits in memory; the digests cover what is left out, too.
/// </summary>
internal sealed class ChunkBuilder(string attemptId, long cap) : IMaskedWriter, IDisposable
{
    /// <summary>No chunk is larger, in bytes.</summary>
    public const int MaxChunk = 64 * 1024;

    private const long MaxTail = 8 << 20;

    private const int MostText = 1 << 20;

    private readonly long _tailRoom = Math.Min(MaxTail, cap / 4);
    private readonly IncrementalHash[] _hashes =
        [IncrementalHash.CreateHash(HashAlgorithmName.SHA256), IncrementalHash.CreateHash(HashAlgorithmName.SHA256)];
    private readonly long[] _bytes = new long[2];
    private readonly long[] _omitted = new long[2];
    private TryText _text = new(MostText);
    private readonly Queue<OutputChunk> _tail = new();
    private byte[] _open = new byte[MaxChunk];
    private List<OutputChunk> _ready = [];
    private OutputChannel _channel;
    private DateTimeOffset _at;
    private long _number, _kept, _tailBytes;
    private int _length;

    /// <summary>When what is written next had come.</summary>
    public DateTimeOffset Now { get; set; }

    /// <summary>How many bytes wait to be stored.</summary>
    public long Pending { get; private set; }

    /// <summary>The output of the latest try as text, bounded.</summary>
    public string Text => _text.ToString();

    /// <summary>The number of the latest chunk that was handed out; of an output over the cap, of the last one of its head.</summary>
    public long LastNumber => _number;

    /// <summary>Another try begins: what was written before it is no part of its text.</summary>
    public void BeginTry() => _text = new(MostText);

    /// <summary>Takes masked bytes.</summary>
    public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        _hashes[(int)channel].AppendData(bytes);
        _bytes[(int)channel] += bytes.Length;
        _text.Write(channel, bytes);
        while (!bytes.IsEmpty)
        {
            if (_length > 0 && (_channel != channel || _length == MaxChunk))
                Seal();
            if (_length == 0)
                (_channel, _at) = (channel, Now);
            var some = Math.Min(bytes.Length, MaxChunk - _length);
            bytes[..some].CopyTo(_open.AsSpan(_length));
            _length += some;
            Pending += some;
            bytes = bytes[some..];
        }
    }

    /// <summary>What can be stored now.</summary>
    public List<OutputChunk> Take()
    {
        Seal();
        Pending = 0;
        var ready = _ready;
        _ready = [];
        return ready;
    }

    /// <summary>The tail, after the last head chunk was taken. A gap in the numbers marks what was left out before it.</summary>
    public List<OutputChunk> TakeTail()
    {
        if (_omitted.Sum() > 0)
            _number++;
        var tail = _tail.Select(c => c with { Number = ++_number }).ToList();
        _tail.Clear();
        return tail;
    }

    /// <summary>What a channel wrote.</summary>
    public OutputSummary Summary(OutputChannel channel) => new(
        _bytes[(int)channel], Convert.ToHexStringLower(_hashes[(int)channel].GetCurrentHash()), _omitted[(int)channel]);

    public void Dispose()
    {
        foreach (var hash in _hashes)
            hash.Dispose();
    }

    private void Seal()
    {
        if (_length == 0)
            return;
        var chunk = new OutputChunk(attemptId, 0, _channel, _at, Filled());
        _length = 0;
        if (_kept + chunk.Bytes.Length <= cap - _tailRoom && _tailBytes == 0)
        {
            _kept += chunk.Bytes.Length;
            _ready.Add(chunk with { Number = ++_number });
            return;
        }

        _tail.Enqueue(chunk);
        _tailBytes += chunk.Bytes.Length;
        while (_tailBytes > _tailRoom)
        {
            var dropped = _tail.Dequeue();
            _tailBytes -= dropped.Bytes.Length;
            _omitted[(int)dropped.Channel] += dropped.Bytes.Length;
        }
    }

    // A full one is handed on as it is.
    private byte[] Filled()
    {
        if (_length < MaxChunk)
            return _open[.._length];
        var filled = _open;
        _open = GC.AllocateUninitializedArray<byte>(MaxChunk);
        return filled;
    }
}
