using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>
/// Finds tokens and keys that no secret file declares, by how they look: gitleaks' rules that are specific, and some of our own. Its rules
/// are read with the first use, and each is compiled when a text first begins like it.
/// </summary>
internal sealed class TokenFinder
{
    private static readonly Lazy<TokenFinder> Only = new(() => new(Load()));

    private readonly Lazy<Regex[]> _never;
    private readonly TokenHeads _heads;

    /// <summary>Makes a finder.</summary>
    public TokenFinder(TokenRules rules)
    {
        _never = new(() => [.. rules.Never.Select(n => new Regex(n, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))]);
        _heads = new(rules.Rules);
    }

    /// <summary>The finder with all rules.</summary>
    public static TokenFinder Shared => Only.Value;

    /// <summary>The rules of the program.</summary>
    public static TokenRules Load()
    {
        using var file = typeof(TokenFinder).Assembly.GetManifestResourceStream("Masking.rules.json")!;
        return JsonSerializer.Deserialize(file, TokenRulesJson.Default.TokenRules)!;
    }

    /// <summary>Adds where the tokens of a text are: the secret alone, not what names it. In order, none touching another.</summary>
    /// <param name="text">Lines, or the beginning of one up to <see cref="Undecided"/>. The text's ends count as the ends of words.</param>
    /// <param name="found">What is found.</param>
    /// <returns>How many bytes the rules looked at, each rule by itself: the work that it was.</returns>
    public long Find(ReadOnlySpan<byte> text, List<Range> found)
    {
        var before = found.Count;
        var next = 0;
        var read = 0L;
        while ((next = _heads.Next(text, next)) >= 0)
        {
            var at = next++;
            foreach (var head in _heads.At(text, at))
            {
                var start = at - head.Rare;
                if (start < 0 || !head.Fits(text, start))
                    continue;
                var answer = head.Rule.Pattern.Match(text, start);
                read += answer.Read;
                if (answer.Secret is not { } secret || !head.Rule.Accepts(text[secret], _never))
                    continue;
                found.Add(secret);
                next = Math.Max(next, secret.End.Value);
            }
        }

        if (found.Count > before + 1)
            Merge(found, before);
        return read;
    }

    /// <summary>
    /// From where on a token may be under way when more bytes follow; the text's length when none is. What is before that may be masked by
    /// <see cref="Find"/> and let go.
    /// </summary>
    public int Undecided(ReadOnlySpan<byte> text)
    {
        var from = Math.Max(0, text.Length - TokenPattern.Longest);
        var last = text[from..];
        var first = _heads.Cut(last);
        var closed = new List<(int From, int To)>();
        for (var at = _heads.Next(last, 0); at >= 0; at = _heads.Next(last, at + 1))
        {
            foreach (var head in _heads.At(last, at))
            {
                var start = at - head.Rare;
                if (start < 0 || start >= first || !head.Fits(last, start))
                    continue;
                var answer = head.Rule.Pattern.Match(last, start);
                if (answer.Open)
                    first = start;
                else if (answer.Secret is not null)
                    closed.Add((start, answer.End));
            }
        }

        // What looks like a beginning may be in the middle of a whole token, which must not be cut there.
        while (closed.FindIndex(c => c.From < first && c.To > first) is >= 0 and var around)
            first = closed[around].From;
        return from + first;
    }

    private static void Merge(List<Range> found, int from)
    {
        found.Sort(from, found.Count - from, Comparer<Range>.Create((a, b) => a.Start.Value.CompareTo(b.Start.Value)));
        var kept = from;
        for (var i = from + 1; i < found.Count; i++)
        {
            if (found[i].Start.Value <= found[kept].End.Value)
                found[kept] = found[kept].Start..Math.Max(found[kept].End.Value, found[i].End.Value);
            else
                found[++kept] = found[i];
        }

        found.RemoveRange(kept + 1, found.Count - kept - 1);
    }
}
