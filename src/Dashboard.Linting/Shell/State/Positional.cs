using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>The positional parameters, in every way they may stand: a <c>shift</c> in a branch may or may not have happened.</summary>
/// <param name="Ways">The ways; null when nothing is known of them.</param>
/// <param name="Self">What <c>$0</c> is; null when it is not known.</param>
internal sealed record Positional(ImmutableArray<ImmutableArray<string>>? Ways, string? Self)
{
    private const int MostWays = 16;

    /// <summary>No parameters, as a step has.</summary>
    public static Positional None { get; } = Of([]);

    /// <summary>These parameters.</summary>
    public static Positional Of(ImmutableArray<string> given, string? self = null) => new([given], self);

    /// <summary>How deep in branches the walk is since they were given.</summary>
    public int Branches { get; init; }

    /// <summary>The fields they may be, for a loop over them.</summary>
    public IEnumerable<string> Each => Ways is { } ways ? ways.SelectMany(w => w).Distinct() : [SymbolicText.Unknown()];

    /// <summary>The values of <c>$1</c>, <c>$@</c>, <c>$0</c> and their kin; null when the name is another parameter's.</summary>
    public IReadOnlyList<string>? Values(string name) => name switch
    {
        "@" or "*" => Ways is { } ways ? [.. ways.Select(Joined)] : [SymbolicText.Unknown("@")],
        "0" => Self is null ? null : [Self],
        _ when name.Length > 0 && char.IsAsciiDigit(name[0]) && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            Ways is { } ways ? [.. ways.Select(w => number <= w.Length ? w[number - 1] : "").Distinct()] : [SymbolicText.Unknown(name)],
        _ => null,
    };

    /// <summary>What is left when the first so many are gone; null when nobody knows how many.</summary>
    public Positional Shifted(int? count)
    {
        if (Ways is not { } ways)
            return this;
        var left = count is { } number
            ? ways.Select(w => w[Math.Min(number, w.Length)..])
            : ways.SelectMany(w => Enumerable.Range(0, w.Length + 1).Select(n => w[n..]));
        return this with { Ways = [.. (Branches > 0 ? ways.Concat(left) : left).DistinctBy(Joined).Take(MostWays)] };
    }

    /// <summary>These instead, or as well when that happens in a branch.</summary>
    public Positional Set(ImmutableArray<string> given) =>
        this with { Ways = Branches > 0 && Ways is { } ways ? [.. ways.Add(given).DistinctBy(Joined).Take(MostWays)] : [given] };

    private static string Joined(ImmutableArray<string> way) => string.Join(SymbolicText.Split, way.Select(f => SymbolicText.Kept + f));
}
