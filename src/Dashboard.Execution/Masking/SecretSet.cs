using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Output;
using Dashboard.Execution.Masking.Index;

namespace Dashboard.Execution.Masking;

/// <summary>
/// Secrets, ready to be looked for. Compiled once for each attempt; private keys of any kind are always among what is looked for.
/// </summary>
internal sealed class SecretSet
{
    /// <summary>A secret shorter than this, in bytes without white space, would mask half of every output.</summary>
    public const int Shortest = 6;

    /// <summary>A single line of a secret file is looked for by itself from this length on.</summary>
    public const int ShortestLine = 16;

    /// <summary>The most bytes of secrets that are looked for: files and the values in them.</summary>
    public const int Most = 16 << 20;

    private SecretSet(SecretUnitSet units, ImmutableArray<string> problems, MaskingDefences defences)
    {
        (Levels, Grams, Problems, Defences) = (units.Levels(), units.Grams(), problems, defences);
        (ShortestUnit, GramStep, IsText) = (units.ShortestUnit, units.GramStep, units.IsText);
    }

    /// <summary>What finds them: those that are compared without quoting characters, and those that are compared with them.</summary>
    public SecretIndex[] Levels { get; }

    /// <summary>Four bytes of any of them.</summary>
    public GramFilter Grams { get; }

    /// <summary>The length of the shortest one, without what is dropped.</summary>
    public int ShortestUnit { get; }

    /// <summary>Of so many places of a text in a row, without what is dropped, it is enough to ask for the gram at one.</summary>
    public int GramStep { get; }

    /// <summary>
    /// Whether they are printable ASCII but for a byte here and there: then other grams need not be asked for.
    /// </summary>
    public bool IsText { get; }

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
        var units = new SecretUnitSet(on);
        var bytes = 0L;
        foreach (var secret in secrets)
        {
            var length = secret.Span.Length - secret.Span.Count((byte)0);
            length = length < SecretUnitSet.Long ? Skeleton.Of(secret.Span, Skeleton.Space).Length : length;
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
                $"The secret files and the values in them have {bytes >> 20} MiB; more than {Most >> 20} MiB cannot be masked. ")
                + "Declare only the files that hold secrets, and open a new run.");
        }

        return new(units, problems.ToImmutable(), on);
    }

    /// <summary>The text with every secret in it masked.</summary>
    public string MaskText(string text) => new TextMasker(this).Mask(text);

    /// <summary>Whether there is a secret in the bytes.</summary>
    public bool Holds(ReadOnlySpan<byte> bytes) => new TextMasker(this).Holds(bytes);

    /// <summary>
    /// Whether a byte is passed over when secrets are looked for: white space and control characters, which a wrapped or coloured secret is
    /// broken by.
    /// </summary>
    public static bool IsTransparent(byte b) => Skeleton.IsSpace(b);
}

/// <summary>Takes masked bytes.</summary>
internal interface IMaskedWriter
{
    /// <summary>Takes the next bytes of a channel.</summary>
    void Write(OutputChannel channel, ReadOnlySpan<byte> bytes);
}

/// <summary>Parts of the masker that tests switch off, to show that each is needed.</summary>
internal sealed record MaskingDefences(
    bool Encodings = true, bool KeyBlocks = true, bool HoldBack = true, bool Escapes = true, bool WhiteSpace = true,
    bool AcrossChannels = true, bool OnlyHotPlaces = true)
{
    public static MaskingDefences All { get; } = new();
}
