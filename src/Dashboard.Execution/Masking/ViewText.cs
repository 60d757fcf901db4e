namespace Dashboard.Execution.Masking;

/// <summary>The last part of what a view reads, and where in the output each byte of it stands: a view may pass over some.</summary>
internal sealed class ViewText
{
    private readonly List<(int Index, long Position)> _segments = [];
    private byte[] _bytes = new byte[4096];

    /// <summary>How many bytes there are.</summary>
    public int Count { get; private set; }

    /// <summary>The bytes.</summary>
    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Count);

    /// <summary>The same, once more.</summary>
    public ViewText Copy()
    {
        var copy = new ViewText { _bytes = [.. _bytes], Count = Count };
        copy._segments.AddRange(_segments);
        return copy;
    }

    /// <summary>Takes bytes that stand one behind the other.</summary>
    public void Append(ReadOnlySpan<byte> bytes, long position)
    {
        if (Count + bytes.Length > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Count + bytes.Length));
        if (_segments.Count == 0 || PositionOf(Count) != position)
            _segments.Add((Count, position));
        bytes.CopyTo(_bytes.AsSpan(Count));
        Count += bytes.Length;
    }

    /// <summary>Where in the output a byte stands.</summary>
    public long PositionOf(int index)
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

    /// <summary>Forgets the first bytes.</summary>
    public void Drop(int count)
    {
        var first = PositionOf(count);
        _bytes.AsSpan(count, Count - count).CopyTo(_bytes);
        _segments.RemoveAll(s => s.Index <= count);
        for (var i = 0; i < _segments.Count; i++)
            _segments[i] = (_segments[i].Index - count, _segments[i].Position);
        _segments.Insert(0, (0, first));
        Count -= count;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Count = 0;
        _segments.Clear();
    }
}
