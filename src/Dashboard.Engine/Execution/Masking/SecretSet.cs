using System.Collections.Immutable;
using System.Text;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>Secrets, ready to be looked for. Compiled once for each attempt; private keys of any kind are always among what is looked for.</summary>
internal sealed class SecretSet
{
    /// <summary>A secret shorter than this, in bytes without white space, would mask half of every output.</summary>
    public const int Shortest = 6;

    /// <summary>A single line of a secret file is looked for by itself from this length on.</summary>
    public const int ShortestLine = 16;

    private static readonly string[] KeyNames =
        ["", "OPENSSH ", "RSA ", "DSA ", "EC ", "ECDSA ", "ED25519 ", "X25519 ", "ENCRYPTED ", "ANY ", "SSH2 ", "SSH2 ENCRYPTED "];

    private SecretSet(PatternAutomaton automaton, ImmutableArray<string> problems, MaskingDefences defences) =>
        (Automaton, Problems, Defences) = (automaton, problems, defences);

    /// <summary>What finds them.</summary>
    public PatternAutomaton Automaton { get; }

    /// <summary>Why masking cannot be relied on; empty when it can.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>What is switched on; everything, but in tests.</summary>
    public MaskingDefences Defences { get; }

    /// <summary>Makes the set.</summary>
    public static SecretSet Compile(IEnumerable<ReadOnlyMemory<byte>> secrets, MaskingDefences? defences = null)
    {
        var on = defences ?? MaskingDefences.All;
        var problems = ImmutableArray.CreateBuilder<string>();
        var patterns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var secret in secrets)
        {
            var bytes = secret.ToArray();
            if (Normalise(bytes).Length is var length and < Shortest)
            {
                if (length > 0)
                    problems.Add($"A secret file holds {length} characters; fewer than {Shortest} cannot be masked. Use a longer secret.");
                continue;
            }

            foreach (var unit in Units(bytes))
            {
                foreach (var encoded in on.Encodings ? SecretEncodings.Of(unit) : [unit])
                {
                    var normal = Normalise(encoded);
                    if (normal.Length >= Shortest)
                        patterns.Add(Encoding.Latin1.GetString(normal));
                }
            }
        }

        var all = patterns.Select(p => (Encoding.Latin1.GetBytes(p), PatternMeaning.Secret));
        return new(new(on.KeyBlocks ? all.Concat(KeyLines()) : all), problems.ToImmutable(), on);
    }

    /// <summary>The text with every secret in it masked.</summary>
    public string MaskText(string text)
    {
        var writer = new Collector();
        var masker = new SecretMasker(this);
        masker.Write(OutputChannel.Stdout, Encoding.UTF8.GetBytes(text), writer);
        masker.Complete(writer);
        return masker.Masked == 0 ? text : Encoding.UTF8.GetString(writer.Bytes.ToArray());
    }

    /// <summary>Whether there is a secret in the bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes)
    {
        var writer = new Collector();
        var masker = new SecretMasker(this);
        masker.Write(OutputChannel.Stdout, bytes, writer);
        masker.Complete(writer);
        return masker.Masked > 0;
    }

    /// <summary>Whether a byte is passed over when secrets are looked for: white space and control characters, which a wrapped or coloured secret is broken by.</summary>
    public static bool IsTransparent(byte b) => b is <= 0x20 or 0x7F;

    private static byte[] Normalise(byte[] bytes) => [.. bytes.Where(b => !IsTransparent(b))];

    // The whole, the whole without its line breaks, and every line that is long enough: printing one line of a key is a leak.
    private static IEnumerable<byte[]> Units(byte[] secret)
    {
        var trimmed = secret.AsSpan().Trim((ReadOnlySpan<byte>)[(byte)' ', (byte)'\t', (byte)'\r', (byte)'\n']).ToArray();
        yield return trimmed;
        if (!trimmed.AsSpan().ContainsAny((byte)'\n', (byte)'\r'))
            yield break;
        yield return [.. trimmed.Where(b => b is not ((byte)'\n' or (byte)'\r'))];
        foreach (var line in Encoding.Latin1.GetString(trimmed).Split('\n', '\r'))
        {
            // The BEGIN and END lines are the same in every key, and no secret.
            if (line.Length >= ShortestLine && !line.StartsWith("----", StringComparison.Ordinal))
                yield return Encoding.Latin1.GetBytes(line.Trim());
        }
    }

    private static IEnumerable<(byte[], PatternMeaning)> KeyLines()
    {
        foreach (var name in KeyNames)
        {
            yield return (Line($"----BEGIN {name}PRIVATE KEY----"), PatternMeaning.KeyBegin);
            yield return (Line($"----END {name}PRIVATE KEY----"), PatternMeaning.KeyEnd);
        }

        yield return (Line("----BEGIN PGP PRIVATE KEY BLOCK----"), PatternMeaning.KeyBegin);
        yield return (Line("----END PGP PRIVATE KEY BLOCK----"), PatternMeaning.KeyEnd);

        static byte[] Line(string text) => Normalise(Encoding.ASCII.GetBytes(text));
    }

    private sealed class Collector : IMaskedWriter
    {
        public List<byte> Bytes { get; } = [];

        public void Write(OutputChannel channel, ReadOnlySpan<byte> bytes) => Bytes.AddRange(bytes);
    }
}

/// <summary>Takes masked bytes.</summary>
internal interface IMaskedWriter
{
    /// <summary>Takes the next bytes of a channel.</summary>
    void Write(OutputChannel channel, ReadOnlySpan<byte> bytes);
}

/// <summary>Parts of the masker that tests switch off, to show that each is needed.</summary>
internal sealed record MaskingDefences(
    bool Encodings = true, bool KeyBlocks = true, bool HoldBack = true, bool Escapes = true, bool WhiteSpace = true, bool AcrossChannels = true)
{
    public static MaskingDefences All { get; } = new();
}
