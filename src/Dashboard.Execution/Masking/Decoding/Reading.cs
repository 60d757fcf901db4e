namespace Dashboard.Execution.Masking.Decoding;

/// <summary>Bytes as a decoder reads them, and for each of them where it comes from in the text.</summary>
internal sealed class Reading
{
    private byte[] _bytes = new byte[256];
    private int[] _from = new int[256], _to = new int[256];

    /// <summary>How many bytes it has.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Count);

    /// <summary>A byte.</summary>
    public byte this[int index] => _bytes[index];

    /// <summary>Where in the text a byte begins.</summary>
    public int From(int index) => _from[index];

    /// <summary>Where in the text a byte ends: behind its last character.</summary>
    public int To(int index) => _to[index];

    /// <summary>Adds a byte.</summary>
    public void Add(byte b, int from, int to)
    {
        if (Count == _bytes.Length)
        {
            Array.Resize(ref _bytes, Count * 2);
            Array.Resize(ref _from, Count * 2);
            Array.Resize(ref _to, Count * 2);
        }

        (_bytes[Count], _from[Count], _to[Count]) = (b, from, to);
        Count++;
    }

    /// <summary>Adds some bytes of another one.</summary>
    public void Add(Reading other, int from, int to)
    {
        for (var i = from; i < to; i++)
            Add(other._bytes[i], other._from[i], other._to[i]);
    }

    /// <summary>Takes all bytes but the first ones away.</summary>
    public void Truncate(int count) => Count = count;

    /// <summary>Takes all bytes away.</summary>
    public void Clear() => Count = 0;
}

/// <summary>Readings that are used again: each decoder needs some, for a moment.</summary>
internal sealed class ReadingPool
{
    private readonly Stack<Reading> _free = new();

    /// <summary>An empty one.</summary>
    public Reading Rent()
    {
        if (!_free.TryPop(out var reading))
            return new();
        reading.Clear();
        return reading;
    }

    /// <summary>Takes it back.</summary>
    public void Return(Reading reading) => _free.Push(reading);
}
