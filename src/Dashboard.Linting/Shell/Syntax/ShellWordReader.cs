using System.Collections.Immutable;
using System.Text.Json;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>Reads words and their parts from the tree that <c>shfmt --to-json</c> prints.</summary>
internal sealed class ShellWordReader(ShellOperators operators, int skipped)
{
    /// <summary>A word.</summary>
    public Word Word(JsonElement json) => new([.. json.Items("Parts").Select(Part)]);

    /// <summary>
    /// The text of a here-document. Its backslashes escape what they escape in double quotes; globs and braces mean nothing.
    /// </summary>
    public Word HereDocument(JsonElement json) => new([new DoubleQuoted([.. json.Items("Parts").Select(Part)])]);

    private WordPart Part(JsonElement json) => json.Type() switch
    {
        "Lit" => new Bare(json.Text("Value")),
        "SglQuoted" => new Quoted(json.Text("Value"), json.Flag("Dollar")),
        "DblQuoted" => new DoubleQuoted([.. json.Items("Parts").Select(Part)]),
        "ParamExp" => Parameter(json),
        "CmdSubst" => new Substitution(Statements(json)),
        "ProcSubst" => new ProcessSubstitution(operators.Reads(json.GetProperty("Op").GetInt32()), Statements(json)),
        "ArithmExp" => new Arithmetic(WordsIn(json)),
        _ => new ExtendedGlob(),
    };

    private Parameter Parameter(JsonElement json)
    {
        var expansion = json.TryGetProperty("Exp", out var exp) ? exp : default;
        var kind = json.Flag("Length") ? ExpansionKind.Length
            : json.Flag("Excl") ? ExpansionKind.Indirect
            : json.TryGetProperty("Slice", out _) || json.TryGetProperty("Repl", out _) ? ExpansionKind.Changed
            : expansion.ValueKind == JsonValueKind.Object
                ? operators.Expansion(expansion.TryGetProperty("Op", out var op) ? op.GetInt32() : -1)
            : ExpansionKind.Value;
        var word = expansion.ValueKind == JsonValueKind.Object && expansion.TryGetProperty("Word", out var text) ? Word(text) : null;
        return new(json.GetProperty("Param").Text("Value"), kind, word, Index(json), Inner(json));
    }

    private static string? Index(JsonElement json) => json.TryGetProperty("Index", out var index)
        ? index.Items("Parts").FirstOrDefault() is { ValueKind: JsonValueKind.Object } part
            && part.Type() == "Lit" ? part.Text("Value") : "?"
        : null;

    /// <summary>The words in subscripts, slices and replacements: what they substitute runs.</summary>
    private ImmutableArray<Word> Inner(JsonElement json)
    {
        var inner = ImmutableArray.CreateBuilder<Word>();
        foreach (var name in (string[])["Index", "Slice", "Repl"])
        {
            if (json.TryGetProperty(name, out var part))
                inner.AddRange(WordsIn(part));
        }

        return inner.ToImmutable();
    }

    /// <summary>All words in a part of the tree, such as a subscript.</summary>
    public ImmutableArray<Word> WordsIn(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("Parts", out _) => [Word(json)],
        JsonValueKind.Object => [.. json.EnumerateObject().SelectMany(p => WordsIn(p.Value))],
        JsonValueKind.Array => [.. json.EnumerateArray().SelectMany(i => WordsIn(i))],
        _ => [],
    };

    private ImmutableArray<Statement> Statements(JsonElement json)
    {
        var reader = new ShellTreeReader(operators, skipped);
        return [.. json.Items("Stmts").Select(reader.Statement)];
    }
}
