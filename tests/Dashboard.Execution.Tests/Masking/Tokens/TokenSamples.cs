using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dashboard.Execution.Masking.Tokens;

namespace Dashboard.Execution.Tests.Masking.Tokens;

/// <summary>
/// What gitleaks tests its rules with (cmd/generate/config/rules at the commit that rules.json names, MIT licence): texts with a secret and
/// texts without. Its random secrets are drawn once. Compressed, so that scanners of repositories do not take them for real ones.
/// </summary>
internal sealed record TokenSamples(string Rule, TokenSamples.Named[] Samples, string[] Texts, string[] Others)
{
    private static readonly string[] Shapes =
    [
        "{i}Token=\"{s}\"", "{i}Token = \"{s}\"", "{i}Token={s}", "{i}Token = {s}",
        "{\n    \"{i}_token\": \"{s}\"\n}", "{\"config.ini\": \"{I}_TOKEN={s}\\nBACKUP_ENABLED=true\"}",
        "<{i}Token>\n    {s}\n</{i}Token>", "{i}_token: {s}", "{i}_token: '{s}'", "{i}_token: \"{s}\"",
        "string {i}Token = \"{s}\";", "var {i}Token string = \"{s}\"", "{i}Token := \"{s}\"",
        "{i}Token := `{s}`", "String {i}Token = \"{s}\";", "var {i}Token = \"{s}\"", "${i}Token .= \"{s}\"",
        "{i}Token = '{s}'", "System.setProperty(\"{I}_TOKEN\", \"{s}\")",
        "  \"{i}Token\" => \"{s}\"", "{i}_TOKEN = \"{s}\"", "{i}_TOKEN := \"{s}\"",
        "{i}_TOKEN ::= \"{s}\"", "{i}_TOKEN :::= \"{s}\"", "{i}_TOKEN ?= \"{s}\"",
    ];

    private static readonly JsonSerializerOptions Json = new() { PropertyNameCaseInsensitive = true };

    public static TokenSamples[] All { get; } = Load();

    /// <summary>The texts that hold a token.</summary>
    public IEnumerable<string> Positive => Texts.Concat(Samples.SelectMany(s => Shapes.Select(shape => shape
        .Replace("{i}", s.Name, StringComparison.Ordinal).Replace("{I}", s.Name.ToUpperInvariant(), StringComparison.Ordinal)
        .Replace("{s}", s.Secret, StringComparison.Ordinal))));

    /// <summary>What a finder takes out of a text.</summary>
    public static string[] Found(TokenFinder finder, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var found = new List<Range>();
        finder.Find(bytes, found);
        return [.. found.Select(f => Encoding.UTF8.GetString(bytes[f]))];
    }

    private static TokenSamples[] Load()
    {
        using var file = typeof(TokenSamples).Assembly.GetManifestResourceStream("gitleaks-samples.json.gz")!;
        using var plain = new GZipStream(file, CompressionMode.Decompress);
        return JsonSerializer.Deserialize<TokenSamples[]>(plain, Json)!;
    }

    internal sealed record Named(string Name, string Secret);
}
