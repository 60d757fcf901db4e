using System.Text;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Dashboard.Execution.Masking.Tokens;

/// <summary>How one kind of token looks.</summary>
/// <param name="Id">Its name, in gitleaks where it has it from there.</param>
/// <param name="Regex">RE2's syntax, as far as <see cref="TokenSyntax"/> reads it. The first group is the secret; without a group, all of
/// it.</param>
/// <param name="Entropy">A secret must have more than this, in bits for each byte (Shannon). A placeholder has less.</param>
/// <param name="Allow">What a secret is not, as regular expressions.</param>
internal sealed record TokenRule(string Id, string Regex, double Entropy = 0, string[]? Allow = null)
{
    // Most rules never meet their first bytes: what is compiled is compiled when they do.
    private readonly Lazy<TokenPattern> _pattern = new(() => new(TokenSyntax.Parse(Regex)));
    private readonly Lazy<Regex[]> _allow = new(() =>
        [.. (Allow ?? []).Select(a => new Regex(a, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))]);

    /// <summary>What finds it.</summary>
    [JsonIgnore]
    public TokenPattern Pattern => _pattern.Value;

    /// <summary>Whether it begins where a word does.</summary>
    [JsonIgnore]
    public bool AtWord => Regex.StartsWith(@"\b", StringComparison.Ordinal) || Regex.StartsWith(@"(?i)\b", StringComparison.Ordinal);

    /// <summary>Whether what the pattern has found is a secret and no placeholder.</summary>
    public bool Accepts(ReadOnlySpan<byte> secret, Lazy<Regex[]> never)
    {
        if (EntropyOf(secret) <= Entropy)
            return false;
        var text = Encoding.Latin1.GetString(secret);
        return !Array.Exists(never.Value, a => a.IsMatch(text)) && !Array.Exists(_allow.Value, a => a.IsMatch(text));
    }

    private static double EntropyOf(ReadOnlySpan<byte> secret)
    {
        Span<int> counts = stackalloc int[256];
        foreach (var b in secret)
            counts[b]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / secret.Length * Math.Log2((double)count / secret.Length);
        }

        return bits;
    }
}

/// <summary>The file of the rules: <c>rules.json</c>.</summary>
/// <param name="Source">Where they are from, and their licence.</param>
/// <param name="Never">What is no secret by any rule.</param>
/// <param name="Rules">The rules.</param>
internal sealed record TokenRules(string Source, string[] Never, TokenRule[] Rules);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(TokenRules))]
internal sealed partial class TokenRulesJson : JsonSerializerContext;
