using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// Programs whose first words say what they do, such as <c>docker volume rm</c>. A verb that is not known does what the program's own line
/// says, and that is a change.
/// </summary>
internal static class ToolEffects
{
    /// <summary>What the command does.</summary>
    public static Effect Of(KnownProgram tool, string[] arguments, Surroundings around)
    {
        var words = tool.Words(arguments);
        if (tool.Line.Rule == ProgramRule.Git && GitRule.Of(tool, arguments, words, around.Scope) is { } git)
            return git;
        if (LineEffects.Holding(tool.Line, arguments, Arguments.Of(arguments, tool.Line.AllValues), anywhere: true) is { } holding)
            return LineEffects.Of(holding.Effect);
        if (tool.Line.Rule == ProgramRule.Redis)
        {
            if (words is [] or ["", ..] && around.Input is { } input)
                return Commands(tool, input, around);
            words = Lowered(words);
        }

        return Of(tool, arguments, words, around);
    }

    private static Effect Of(KnownProgram tool, string[] arguments, string[] words, Surroundings around)
    {
        var operands = Arguments.Of(words, tool.Line.AllValues).Operands;
        if (tool.Verb(operands.AsSpan(), out var length) is not { } line)
            return Unlisted(tool, arguments, words, operands.ElementAtOrDefault(1) ?? "");
        var rest = Behind(words, operands.AsSpan()[..length]);
        if (line.Effect == ProgramEffect.Is)
            return Of(around.Catalogue.Find(line.Same[0])!, rest, around);
        // Such a line is asked before `--help` is: what its options say counts.
        return line.Conditions.IsEmpty && (AsksForHelp(tool, arguments) || rest is ["--help", ..]) ? Effect.None
            : LineEffects.Of(line, rest, around.Scope, tool.Line);
    }

    private static Effect Unlisted(KnownProgram tool, string[] arguments, string[] words, string second)
    {
        if (words.Length == 0 || AsksForHelp(tool, arguments) || words.AsSpan()[1..] is ["--help", ..] or [_, "--help", ..])
            return Effect.None;
        if (!SymbolicText.IsKnown(words[0]))
            return Effect.Unclear;
        // `docker volume` alone prints its help; an unknown word behind it could be anything.
        return second.Length > 0 && !SymbolicText.IsKnown(second) && tool.IsTopic(words[0]) ? Effect.Unclear
            : LineEffects.Of(tool.Line.Effect);
    }

    /// <summary>The arguments without the words of the verb.</summary>
    private static string[] Behind(string[] words, ReadOnlySpan<string> verb)
    {
        var rest = new List<string>(words.Length);
        var next = 0;
        foreach (var word in words)
        {
            if (next < verb.Length && word == verb[next])
                next++;
            else
                rest.Add(word);
        }

        return [.. rest];
    }

    // Only before the verb: behind it, -h and -V may mean something else. So they do where they take a value: `redis-cli -h HOST`.
    private static bool AsksForHelp(KnownProgram tool, string[] arguments) =>
        arguments.TakeWhile(a => a.StartsWith('-')).Any(a => a is "--help" or "--version" or "-h" or "-V" && !tool.Line.Values.Contains(a));

    /// <summary>What the commands do that a client reads, one on each line.</summary>
    private static Effect Commands(KnownProgram tool, Flow input, Surroundings around) => input.Text is null ? Effect.Unclear
        : input.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => Lowered(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
            .Aggregate(Effect.None, (effect, words) => effect.Or(Of(tool, words, words, around)));

    /// <summary>The words with the first two in small letters: Redis does not tell them apart.</summary>
    private static string[] Lowered(string[] words) =>
        [.. words.Select((w, i) => i < 2 && w.All(char.IsAsciiLetter) ? w.ToLowerInvariant() : w)];
}
