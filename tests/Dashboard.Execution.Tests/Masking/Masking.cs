using System.Text;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Tests.Masking;

/// <summary>Output as a step writes it, and what is left of it behind the masker.</summary>
internal sealed class Masking : IMaskedWriter
{
    private readonly List<byte> _all = [];
    private readonly List<byte>[] _channels = [[], []];

    public string All => Encoding.UTF8.GetString([.. _all]);

    public string Of(OutputChannel channel) => Encoding.UTF8.GetString([.. _channels[(int)channel]]);

    public int Masked { get; private set; }

    /// <summary>Writes pieces to standard output, one write each.</summary>
    public static Masking Through(SecretSet secrets, params IEnumerable<string> pieces) =>
        Through(secrets, [.. pieces.Select(p => (OutputChannel.Stdout, Encoding.UTF8.GetBytes(p)))]);

    public static Masking Through(SecretSet secrets, params (OutputChannel Channel, byte[] Bytes)[] pieces)
    {
        var result = new Masking();
        var masker = new SecretMasker(secrets);
        foreach (var (channel, bytes) in pieces)
            masker.Write(channel, bytes, result);
        masker.Complete(result);
        result.Masked = masker.Masked;
        return result;
    }

    public static SecretSet Secrets(string secret, MaskingDefences? defences = null) =>
        SecretSet.Compile([Encoding.UTF8.GetBytes(secret)], defences);

    /// <summary>Without what the masker passes over, so that a leak shows however it is laid out.</summary>
    public static string Dense(string text) => string.Concat(text.Where(c => c > ' ' && c != '\x7f'));

    void IMaskedWriter.Write(OutputChannel channel, ReadOnlySpan<byte> bytes)
    {
        _all.AddRange(bytes);
        _channels[(int)channel].AddRange(bytes);
    }
}
