using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Index;

/// <summary>
/// Secrets, ready to be looked for. Compiled once for each attempt; private keys of any kind are always among what is looked for.
/// </summary>
internal sealed class SecretSet
{
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
            if (length < SecretLengths.Shortest)
            {
                if (length > 0)
                    problems.Add($"A secret file holds {length} characters; fewer than {SecretLengths.Shortest} cannot be masked. Use a "
                        + "longer secret.");
                continue;
            }

            bytes += secret.Length;
            if (bytes <= SecretLengths.Most)
                units.Add(secret);
        }

        if (bytes > SecretLengths.Most)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture,
                $"The secret files and the values in them have {bytes >> 20} MiB; more than {SecretLengths.Most >> 20} MiB cannot be "
                    + $"masked. ")
                + "Declare only the files that hold secrets, and open a new run.");
        }

        return new(units, problems.ToImmutable(), on);
    }
}
