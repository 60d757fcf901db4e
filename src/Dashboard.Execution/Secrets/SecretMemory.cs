using System.Collections.Immutable;
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
    private readonly Dictionary<string, string> _named = new(StringComparer.Ordinal);
    private readonly Queue<ReadOnlyMemory<byte>> _values = new();
    private long _bytes;
    private SecretSet? _compiled;

    /// <summary>Whether nothing has ever been one.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_lock)
                return _values.Count == 0 && _named.Count == 0;
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

    /// <summary>The secrets that have a name, since people typed them or steps wrote them: what other steps get.</summary>
    public ImmutableSortedDictionary<string, string> Named
    {
        get
        {
            lock (_lock)
                return _named.ToImmutableSortedDictionary(StringComparer.Ordinal);
        }
    }

    /// <summary>Keeps a secret that has a name, and what is a secret in it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value.</param>
    /// <param name="defences">What is switched on.</param>
    public void Name(string name, string value, SecretDefences defences)
    {
        var values = new SecretValues(defences);
        values.Add(Encoding.UTF8.GetBytes(value), name);
        Add([Encoding.UTF8.GetBytes(value), .. values.ToImmutable()]);
        lock (_lock)
            _named[name] = value;
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
