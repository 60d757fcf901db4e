using System.Text;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Secrets;

/// <summary>What has ever been a secret in one run: a value that was replaced is still known to whoever saw it.</summary>
internal sealed class SecretMemory
{
    /// <summary>The most bytes that are kept, far more than one look can find; the oldest go first.</summary>
    private const long Most = 128 << 20;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<ReadOnlyMemory<byte>> _values = new();
    private long _bytes;
    private SecretSet? _compiled;

    /// <summary>Whether nothing has ever been one.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _values.Count == 0;
        }
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Values
    {
        get
        {
            lock (_lock)
                return [.. _values];
        }
    }

    /// <summary>All of them, ready to be looked for. Made once, until another one becomes known.</summary>
    public SecretSet Compile()
    {
        lock (_lock)
            return _compiled ??= SecretSet.Compile(_values);
    }

    /// <summary>Keeps values.</summary>
    public void Add(IEnumerable<ReadOnlyMemory<byte>> values)
    {
        lock (_lock)
        {
            foreach (var value in values.Where(v => _known.Add(Encoding.Latin1.GetString(v.Span))))
            {
                _values.Enqueue(value);
                _bytes += value.Length;
                _compiled = null;
            }

            while (_bytes > Most && _values.TryDequeue(out var oldest))
            {
                _known.Remove(Encoding.Latin1.GetString(oldest.Span));
                _bytes -= oldest.Length;
            }
        }
    }
}
