using System.Text.Json;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Shell.Syntax;

/// <summary>Reads the syntax tree that <c>shfmt --to-json</c> prints: a file, with its statements, commands, redirections.</summary>
/// <param name="operators">What the numbers of operators mean.</param>
/// <param name="skipped">How many lines stand before the script in what shfmt was given.</param>
public sealed class ShellTreeReader(ShellOperators operators, int skipped = 0)
{
    private readonly ShellWordReader _words = new(operators, skipped);

    /// <summary>Reads some statements of a file.</summary>
    public ShellReading Read(IEnumerable<JsonElement> statements) => new() { Statements = [.. statements.Select(Statement)] };

    internal Statement Statement(JsonElement json) => new(
        json.TryGetProperty("Cmd", out var command) ? Command(command) : null,
        [.. json.Items("Redirs").Select(Redirect)],
        json.Flag("Background"),
        json.SourceLocation("Pos", skipped));

    private ShellCommand Command(JsonElement json) => json.Type() switch
    {
        "CallExpr" => new Call([.. json.Items("Assigns").Select(Assignment)], [.. json.Items("Args").Select(_words.Word)]),
        "BinaryCmd" when operators.IsPipe(json.GetProperty("Op").GetInt32()) =>
            new Pipe(Statement(json.GetProperty("X")), Statement(json.GetProperty("Y"))),
        "FuncDecl" => new Function(json.GetProperty("Name").Text("Value"), Statement(json.GetProperty("Body"))),
        "ForClause" when json.GetProperty("Loop").Type() == "WordIter" => ForEach(json),
        "DeclClause" => Declaration(json),
        var type => Group(KindOf(type), json),
    };

    private Group Group(GroupKind kind, JsonElement json)
    {
        // Once: what is read twice at each level is read for ever.
        var inside = Inside(json, inBody: false).ToArray();
        return new(kind, [.. inside.OfType<Word>()], [.. inside.OfType<Statement>()])
        {
            IsConditional = json.Type() == "IfClause" ? !json.TryGetProperty("Else", out _)
                : json.Type() == "BinaryCmd" && operators.IsAnd(json.GetProperty("Op").GetInt32()),
        };
    }

    private static GroupKind KindOf(string type) => type switch
    {
        "IfClause" or "CaseClause" or "BinaryCmd" => GroupKind.Branch,
        "WhileClause" or "ForClause" => GroupKind.Loop,
        "Subshell" => GroupKind.Subshell,
        "CoprocClause" => GroupKind.Coprocess,
        _ => GroupKind.Plain,
    };

    /// <summary>
    /// Everything that runs or is evaluated in a compound command, in the order it is written; whatever the command is called.
    /// </summary>
    private IEnumerable<object> Inside(JsonElement json, bool inBody)
    {
        if (json.ValueKind == JsonValueKind.Array)
        {
            foreach (var part in json.EnumerateArray().SelectMany(item => Inside(item, inBody)))
                yield return part;
            yield break;
        }

        if (json.ValueKind != JsonValueKind.Object)
            yield break;
        if (inBody && (json.TryGetProperty("Cmd", out _) || json.TryGetProperty("Redirs", out _)))
        {
            yield return Statement(json);
            yield break;
        }

        if (inBody && json.TryGetProperty("Parts", out _))
        {
            yield return _words.Word(json);
            yield break;
        }

        foreach (var part in json.EnumerateObject().Where(p => p.Name != "Comments").SelectMany(p => Inside(p.Value, inBody: true)))
            yield return part;
    }

    private ForEach ForEach(JsonElement json)
    {
        var loop = json.GetProperty("Loop");
        return new(loop.GetProperty("Name").Text("Value"),
            loop.TryGetProperty("Items", out var items) ? [.. items.EnumerateArray().Select(_words.Word)] : null,
            [.. json.Items("Do").Select(Statement)]);
    }

    private Declaration Declaration(JsonElement json)
    {
        var arguments = json.Items("Args").ToArray();
        return new(json.GetProperty("Variant").Text("Value"),
            [.. arguments.Where(a => a.TryGetProperty("Name", out _) && !a.Flag("Naked")).Select(Assignment)],
            [.. arguments.Where(a => a.Flag("Naked"))
                .Select(a => a.TryGetProperty("Value", out var value) ? _words.Word(value)
                    : new([new Bare(a.GetProperty("Name").Text("Value"))]))]);
    }

    private Assignment Assignment(JsonElement json) => new(
        json.TryGetProperty("Name", out var name) ? name.Text("Value") : "",
        json.Flag("Append"),
        json.TryGetProperty("Value", out var value) ? _words.Word(value) : null,
        json.TryGetProperty("Array", out var array)
            ? [.. array.Items("Elems").Select(e => e.TryGetProperty("Value", out var element) ? _words.Word(element) : Word.Empty)]
            : null,
        json.TryGetProperty("Index", out var index),
        [.. _words.WordsIn(index),
            .. array.Items("Elems").SelectMany(e => e.TryGetProperty("Index", out var key) ? _words.WordsIn(key) : [])]);

    private Redirect Redirect(JsonElement json) => new(
        operators.Redirect(json.GetProperty("Op").GetInt32()),
        json.TryGetProperty("N", out var n) ? n.Text("Value") : null,
        json.TryGetProperty("Hdoc", out var document) ? _words.HereDocument(document) : json.TryGetProperty("Word", out var word)
            ? _words.Word(word) : Word.Empty,
        json.SourceLocation("OpPos", skipped));
}

/// <summary>Short ways through shfmt's JSON, which leaves out what is empty or false.</summary>
internal static class ShellJson
{
    /// <summary>The kind of node.</summary>
    public static string Type(this JsonElement json) => json.TryGetProperty("Type", out var type) ? type.GetString() ?? "" : "";

    /// <summary>A text; empty when it is left out.</summary>
    public static string Text(this JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    /// <summary>A flag; false when it is left out.</summary>
    public static bool Flag(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>The items of a list; none when it is left out.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var items)
            && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray() : [];

    /// <summary>A place.</summary>
    public static SourceLocation SourceLocation(this JsonElement json, string name, int skipped) =>
        json.TryGetProperty(name, out var at) ? new(at.GetProperty("Line").GetInt32() - skipped, at.GetProperty("Col").GetInt32())
            : new(1, 1);
}
