using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// Programs whose first words say what they do, such as <c>docker volume rm</c>. What such a program is not known to only look at, it
/// changes.
/// </summary>
internal static class ToolEffects
{
    /// <summary>What the command does.</summary>
    public static Effect Of(KnownProgram tool, string[] arguments, Scope scope, Flow? input)
    {
        var words = tool.Words(arguments);
        if (tool.Line.Rule == ProgramRule.Git && GitRule.Of(tool, arguments, words, scope) is { } git)
            return git;
        if (LineEffects.Holding(tool.Line, arguments, read: null) is { } holding)
            return LineEffects.Of(holding.Effect);
        if (tool.Line.Rule == ProgramRule.Redis && words is [] or ["", ..] && input is not null)
            return Commands(tool, input);
        if (tool.Verb(words) is not { } line)
            return Plain(tool, arguments, words);
        var rest = words.AsSpan()[(line.Verb!.Contains(' ', StringComparison.Ordinal) ? 2 : 1)..];
        if (line.Effect == ProgramEffect.Is)
            return Of(ProgramCatalogue.Shared.Find(line.Same[0])!, rest.ToArray(), scope, input);
        // Such a line is asked before `--help` is: what its options say counts.
        return line.Conditions.IsEmpty ? Plain(tool, arguments, words)
            : LineEffects.Of(LineEffects.Holding(line, rest, read: null)?.Effect ?? line.Effect);
    }

    private static Effect Plain(KnownProgram tool, string[] arguments, string[] words)
    {
        if (words.Length == 0 || AsksForHelp(tool, arguments) || words.Skip(1).FirstOrDefault(w => w != Second(words)) == "--help")
            return Effect.None;
        if (!SymbolicText.IsKnown(words[0]))
            return Effect.Unclear;
        var second = Second(words);
        var (one, two) = (tool.Verb(words[0]), tool.Verb($"{words[0]} {second}"));
        // The worse of the two counts.
        if (one is not null || two is not null)
            return LineEffects.Of(one?.Effect ?? ProgramEffect.Looks).Or(LineEffects.Of(two?.Effect ?? ProgramEffect.Looks));
        // `docker volume` alone prints its help; an unknown word behind it could be anything.
        return second.Length > 0 && !SymbolicText.IsKnown(second) && tool.IsTopic(words[0]) ? Effect.Unclear : Effect.Changes;
    }

    /// <summary>The word behind the verb, options left out.</summary>
    private static string Second(string[] words) => words.Skip(1).FirstOrDefault(w => w.Length > 0 && w[0] != '-') ?? "";

    // Only before the verb: behind it, -h and -V may mean something else. So they do where they take a value: `redis-cli -h HOST`.
    private static bool AsksForHelp(KnownProgram tool, string[] arguments) =>
        arguments.TakeWhile(a => a.StartsWith('-')).Any(a => a is "--help" or "--version" or "-h" or "-V" && !tool.Line.Values.Contains(a));

    /// <summary>What the commands do that a client reads, one on each line.</summary>
    private static Effect Commands(KnownProgram tool, Flow input) => input.Text is null ? Effect.Unclear
        : input.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(' ')).Aggregate(Effect.None, (effect, words) => effect.Or(Plain(tool, words, tool.Words(words))));
}
