using System.Collections.Immutable;
using System.Globalization;

namespace Dashboard.Linting.Shell.State;

/// <summary>All possible states of the positional parameters: a <c>shift</c> in a branch may or may not have run.</summary>
/// <param name="Ways">The possible states; null if unknown.</param>
/// <param name="Self">The value of <c>$0</c>; null if unknown.</param>
internal sealed record Positional(ImmutableArray<ImmutableArray<string>>? Ways, string? Self)
{
    private const int MostWays = 16;

    /// <summary>No parameters, as a step has.</summary>
    public static Positional None { get; } = Of([]);

    /// <summary>These parameters.</summary>
    public static Positional Of(ImmutableArray<string> given, string? self = null) => new([given], self);

    /// <summary>How many branches the walk has entered since they were set.</summary>
    public int Branches { get; init; }

    /// <summary>All possible fields, for a loop over them.</summary>
    public IEnumerable<string> Each => Ways is { } ways ? ways.SelectMany(w => w).Distinct() : [SymbolicText.Unknown()];

    /// <summary>The values of <c>$1</c>, <c>$@</c>, <c>$0</c> and similar; null for any other parameter.</summary>
    public IReadOnlyList<string>? Values(string name) => name switch
    {
        "@" or "*" => Ways is { } ways ? [.. ways.Select(Joined)] : [SymbolicText.Unknown("@")],
        "0" => Self is null ? null : [Self],
        _ when name.Length > 0 && char.IsAsciiDigit(name[0])
            && int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) =>
            Ways is { } ways ? [.. ways.Select(w => number <= w.Length ? w[number - 1] : "").Distinct()] : [SymbolicText.Unknown(name)],
        _ => null,
    };

    /// <summary>The state after a <c>shift</c> by <paramref name="count"/>; null for an unknown count.</summary>
    public Positional Shifted(int? count)
    {
        if (Ways is not { } ways)
            return this;
        var left = count is { } number
            ? ways.Select(w => w[Math.Min(number, w.Length)..])
            : ways.SelectMany(w => Enumerable.Range(0, w.Length + 1).Select(n => w[n..]));
        return this with { Ways = [.. (Branches > 0 ? ways.Concat(left) : left).DistinctBy(Joined).Take(MostWays)] };
    }

    /// <summary>The state after <c>set --</c>. In a branch, the earlier states remain possible.</summary>
    public Positional Set(ImmutableArray<string> given) =>
        this with { Ways = Branches > 0 && Ways is { } ways ? [.. ways.Add(given).DistinctBy(Joined).Take(MostWays)] : [given] };

    private static string Joined(ImmutableArray<string> way) => string.Join(SymbolicText.Split, way.Select(f => SymbolicText.Kept + f));
}
