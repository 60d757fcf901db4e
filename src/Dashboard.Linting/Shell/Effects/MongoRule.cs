using System.Text.RegularExpressions;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// <c>mongosh --eval CODE</c>: which methods and database commands the code calls. They stand in the catalogue as the verbs of
/// <c>mongo:</c>; a method that is not there could do anything.
/// </summary>
internal static partial class MongoRule
{
    /// <summary>What the command does.</summary>
    public static Effect Of(CatalogueLine line, string[] arguments, Surroundings around)
    {
        if (LineEffects.Holding(line, arguments, Arguments.Of(arguments, line.AllValues)) is { } holding)
            return LineEffects.Of(holding.Effect);
        var read = Arguments.Of(arguments, [.. line.AllValues, "--eval"]);
        var code = read.Values.Where(v => v.Name == "--eval").Select(v => v.Value).ToList();
        if (read.Operands.Any(o => o.EndsWith(".js", StringComparison.Ordinal))
            || (code.Count == 0 && around.Input is { Text: null }))
            return Effect.Unclear;
        if (code.Count == 0 && around.Input is { Text: { } text })
            code.Add(text);
        return code.Aggregate(Effect.None, (effect, text) => effect.Or(Code(text, around.Catalogue)));
    }

    private static Effect Code(string code, ProgramCatalogue catalogue)
    {
        var effect = SymbolicText.IsKnown(code) ? Effect.None : Effect.Unclear;
        foreach (Match call in Calls().Matches(code))
        {
            var method = call.Groups["method"].Value;
            // `runCommand({name: …})` and `adminCommand("name")` do what they name.
            var word = method.EndsWith("Command", StringComparison.Ordinal) ? call.Groups["named"].Value : method;
            effect = effect.Or(catalogue.Word("mongo:", word) is { } known ? LineEffects.Of(known.Effect) : Effect.Unclear);
        }

        return effect;
    }

    // A method, and the first word in its brackets. What `$out` and `$merge` write is called nowhere.
    [GeneratedRegex(@"\.\s*(?<method>\w+)\s*\(\s*\{?\s*[""']?(?<named>\w*)|(?<method>\$out|\$merge)\b",
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Calls();
}
