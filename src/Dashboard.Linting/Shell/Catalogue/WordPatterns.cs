using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>
/// Words that an argument is held against: <c>list,get-*,!get-secret</c>. A star stands at an end; an exclamation mark takes words out.
/// </summary>
/// <param name="words">The words as the catalogue writes them.</param>
internal sealed class WordPatterns(ImmutableArray<string> words)
{
    private readonly ImmutableArray<string> _wanted = [.. words.Where(w => w[0] != '!')];
    private readonly ImmutableArray<string> _unwanted = [.. words.Where(w => w[0] == '!').Select(w => w[1..])];

    /// <summary>The words that stand for themselves alone.</summary>
    public ImmutableArray<string> Exact { get; } = [.. words.Where(w => w[0] != '!' && !w.Contains('*', StringComparison.Ordinal))];

    /// <summary>An argument for each word that is one of them.</summary>
    internal IEnumerable<string> Examples => _wanted.Select(w => w.Replace("*", "x", StringComparison.Ordinal)).Where(Fit);

    /// <summary>Whether an argument is one of them.</summary>
    public bool Fit(string argument)
    {
        foreach (var pattern in _wanted)
        {
            if (Fits(pattern, argument))
                return !_unwanted.Any(u => Fits(u, argument));
        }

        return false;
    }

    private static bool Fits(ReadOnlySpan<char> pattern, ReadOnlySpan<char> argument)
    {
        if (!pattern.Contains('*'))
            return argument.SequenceEqual(pattern);
        return (pattern[0] == '*', pattern[^1] == '*') switch
        {
            (true, true) => argument.IndexOf(pattern.Trim('*')) >= 0,
            (true, false) => argument.EndsWith(pattern[1..]),
            (false, true) => argument.StartsWith(pattern[..^1]),
            // A star in the middle is refused by the reader.
            _ => false,
        };
    }
}
