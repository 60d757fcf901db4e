using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dashboard.Engine.Execution.Masking.Index;

namespace Dashboard.Engine.Execution.Masking;

/// <summary>Secrets, ready to be looked for. Compiled once for each attempt; private keys of any kind are always among what is looked for.</summary>
internal sealed class SecretSet
{
    /// <summary>A secret shorter than this, in bytes without white space, would mask half of every output.</summary>
    public const int Shortest = 6;

    /// <summary>A single line of a secret file is looked for by itself from this length on.</summary>
    public const int ShortestLine = 16;

    /// <summary>The most bytes of secrets that are looked for: files and the values in them.</summary>
    public const int Most = 16 << 20;

    // Grams of longer secrets are taken here and there: any piece that counts has some of them.
    private const int Long = 4096, Stride = 4;

    private SecretSet(SecretIndex[] levels, GramFilter grams, ImmutableArray<string> problems, MaskingDefences defences) =>
        (Levels, Grams, Problems, Defences) = (levels, grams, problems, defences);

    /// <summary>What finds them: those that are compared without quoting characters, and those that are compared with them.</summary>
    public SecretIndex[] Levels { get; }

    /// <summary>Four bytes of any of them.</summary>
    public GramFilter Grams { get; }

    /// <summary>Whether it holds no secret.</summary>
    public bool IsEmpty => Levels[0].IsEmpty && Levels[1].IsEmpty;

    /// <summary>Why masking cannot be relied on; empty when it can.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>What is switched on; everything, but in tests.</summary>
    public MaskingDefences Defences { get; }

    /// <summary>Makes the set.</summary>
    public static SecretSet Compile(IEnumerable<ReadOnlyMemory<byte>> secrets, MaskingDefences? defences = null)
    {
        var on = defences ?? MaskingDefences.All;
        var problems = ImmutableArray.CreateBuilder<string>();
        var units = new Units(on);
        var bytes = 0L;
        foreach (var secret in secrets)
        {
            var length = secret.Span.Length - secret.Span.Count((byte)0);
            length = length < Long ? Skeleton.Of(secret.Span, Skeleton.Space).Length : length;
            if (length < Shortest)
            {
                if (length > 0)
                    problems.Add($"A secret file holds {length} characters; fewer than {Shortest} cannot be masked. Use a longer secret.");
                continue;
            }

            bytes += secret.Length;
            if (bytes <= Most)
                units.Add(secret);
        }

        if (bytes > Most)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"The secret files and the values in them have {bytes >> 20} MiB; more than {Most >> 20} MiB cannot be masked. Declare only the files that hold secrets, and open a new run."));
        }

        return new(units.Levels(), units.Grams(), problems.ToImmutable(), on);
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
    public static bool IsTransparent(byte b) => Skeleton.IsSpace(b);

    private sealed class Units(MaskingDefences on)
    {
        private readonly bool[] _space = on.WhiteSpace ? Skeleton.Space : Skeleton.Nothing;
        private readonly bool[] _quoting = on is { WhiteSpace: true, Encodings: true } ? Skeleton.Quoting : on.WhiteSpace ? Skeleton.Space : Skeleton.Nothing;
        // Of each, whether it is a line of another one.
        private readonly Dictionary<byte[], bool> _unquoted = new(ByteArrays.Instance), _quoted = new(ByteArrays.Instance);
        private readonly List<(byte[] Bytes, int Stride)> _grams = [];

        public SecretIndex[] Levels() => [new([.. _unquoted.Select(u => (u.Key, u.Value))], _quoting), new([.. _quoted.Select(u => (u.Key, u.Value))], _space)];

        public GramFilter Grams()
        {
            var filter = new GramFilter(_grams.Sum(g => (long)g.Bytes.Length / g.Stride));
            foreach (var (bytes, stride) in _grams)
                filter.Add(bytes, stride);
            return filter;
        }

        public void Add(ReadOnlyMemory<byte> secret)
        {
            foreach (var unit in SecretUnits.Of(secret))
            {
                One(unit, unit.Length == secret.Length);
                foreach (var other in on.Encodings && secret.Length <= Long ? SecretUnits.Undone(unit).Concat(SecretUnits.Recoded(unit)) : [])
                    One(other, true);
            }
        }

        private void One(ReadOnlyMemory<byte> unit, bool whole)
        {
            var (unquoted, spaceless) = (Skeleton.Of(unit.Span, _quoting), Skeleton.Of(unit.Span, _space));
            var quoted = unquoted.Length < Shortest && unquoted.Length < spaceless.Length;
            var (to, key) = quoted ? (_quoted, spaceless) : (_unquoted, unquoted);
            // A line is a part of its file; where it is a secret of its own as well, it is no part.
            var known = to.TryGetValue(key, out var isPart);
            if (spaceless.Length < Shortest || (known && (!whole || !isPart)))
                return;
            to[key] = !whole;
            if (!whole)
                return;
            // As it is compared, and as it comes out of base64 and digits: UTF-16 too.
            var stride = unit.Length > Long ? Stride : 1;
            _grams.Add((unquoted, stride));
            if (!on.Encodings)
                return;
            _grams.Add((unit.ToArray(), stride));
            if (stride == 1)
                _grams.Add((Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(unit.Span)), stride));
        }
    }

    private sealed class ByteArrays : IEqualityComparer<byte[]>
    {
        public static ByteArrays Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj)
        {
            var hash = default(HashCode);
            hash.AddBytes(obj);
            return hash.ToHashCode();
        }
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
