using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking;

/// <summary>Masks one text after the other, each for itself, with one masker: to make one takes longer than a short text does.</summary>
internal sealed class TextMasker(SecretSet secrets)
{
    private readonly SecretMasker _masker = new(secrets);
    private readonly Collector _kept = new();

    /// <summary>The text with every secret in it masked.</summary>
    public string Mask(string text) => Holds(Encoding.UTF8.GetBytes(text)) ? Encoding.UTF8.GetString(_kept.Bytes.ToArray()) : text;

    /// <summary>Whether there is a secret in the bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        var before = _masker.Masked;
        _kept.Bytes.Clear();
        _masker.Write(OutputChannel.Stdout, bytes, _kept);
        _masker.Complete(_kept);
        return _masker.Masked > before;
    }

    private sealed class Collector : IMaskedWriter
    {
        public List<byte> Bytes { get; } = [];

        public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes) => Bytes.AddRange(bytes);
    }
}
