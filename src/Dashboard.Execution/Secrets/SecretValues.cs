using System.Collections.Immutable;
using System.Text;
using Dashboard.Execution.Masking.Primitives;
using Dashboard.Execution.Secrets.Formats;

namespace Dashboard.Execution.Secrets;

/// <summary>
/// What of a secret file must be masked: the file as it is, and each value in it. A program that reads <c>DB_PASSWORD=…</c> prints the
/// password and not the line. Which format a file has is not asked: every reader takes what it understands.
/// </summary>
internal sealed class SecretValues(SecretDefences defences) : IValueSink
{
    /// <summary>The most values in all files of one declared secret.</summary>
    public const int MaxValues = 5000;

    /// <summary>A JSON text inside a YAML value, a PEM key inside a JSON string: so deep.</summary>
    private const int MaxDepth = 3;

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _values = new(StringComparer.Ordinal);
    private Encoding _encoding = Encoding.UTF8;
    private int _depth;

    /// <summary>Why not all of it can be masked, and what to do; null when all can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Everything that must be masked.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> ToImmutable() => [.. _values.Values];

    /// <summary>Takes a file's content.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="name">The file's name where it lies among others in a folder: there a short one is a secret only by its name.</param>
    public void Add(byte[] content, string? name = null)
    {
        (var text, _encoding) = TextDecoding.Decode(content);
        if (ValueRules.Length(text) is var length and < SecretLengths.Shortest)
        {
            if (name is null && length > 0)
                Problem ??= $"it holds {length} characters; fewer than {SecretLengths.Shortest} cannot be masked. Use a longer secret.";
            else
                ((IValueSink)this).Add(name, text);
            return;
        }

        Keep(content);
        if (!defences.Values)
            return;
        if (!string.IsNullOrWhiteSpace(text))
            Keep(Encoding.UTF8.GetBytes(text));
        Formats(text);
    }

    /// <inheritdoc/>
    void IValueSink.Add(string? key, string value)
    {
        value = value.Trim();
        if (ValueRules.TooShort(key, value))
            Problem ??= $"the value of {key} has {value.Length} characters; fewer than {SecretLengths.Shortest} cannot be masked. Use a "
                + "longer secret.";
        if (!ValueRules.IsSecret(key, value) || !Keep(Encoding.UTF8.GetBytes(value)))
            return;
        if (_encoding is not UTF8Encoding)
            Keep(_encoding.GetBytes(value));
        InnerValues.Read(key, value, this);
        if (value.Contains('\n', StringComparison.Ordinal) || value[0] is '{' or '[')
            Formats(value);
    }

    /// <inheritdoc/>
    void IValueSink.AddBytes(byte[] bytes) => Keep(bytes);

    private void Formats(string text)
    {
        if (_depth == MaxDepth)
            return;
        _depth++;
        PemBlocks.Read(text, this);
        if (!JsonValues.TryRead(text, this) && !XmlValues.TryRead(text, this))
        {
            YamlValues.Read(text, this);
            LineValues.Read(text, this);
        }

        _depth--;
    }

    private bool Keep(byte[] bytes)
    {
        if (bytes.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)0x20) < 0)
            return false;
        if (_values.Count == MaxValues)
            Problem ??= $"it holds more than {MaxValues} values. Declare a smaller file.";
        return _values.Count < MaxValues && _values.TryAdd(Encoding.Latin1.GetString(bytes), bytes);
    }
}
