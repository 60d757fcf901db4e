using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>A tool whose first words say what it does, such as <c>docker volume rm</c>. What it is not known to only look at, changes something.</summary>
internal sealed class VerbTool
{
    private readonly HashSet<string> _looks, _destroys, _halts;
    private readonly string[] _withValue;

    /// <summary>Describes a tool.</summary>
    /// <param name="looks">Verbs that only look, one or two words each, with spaces between.</param>
    /// <param name="destroys">Verbs that delete for good.</param>
    /// <param name="halts">Verbs that take something out of service.</param>
    /// <param name="withValue">Options before the verb that take the next argument.</param>
    public VerbTool(string looks, string destroys = "", string halts = "", string withValue = "") =>
        (_looks, _destroys, _halts, _withValue) = (Set(looks), Set(destroys), Set(halts), withValue.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The arguments behind the tool's own options: the verb first.</summary>
    public string[] Verbs(string[] arguments) => [.. Arguments.Of(arguments, _withValue, stopAtOperand: true).Operands];

    /// <summary>What the arguments ask for.</summary>
    public Effect Of(string[] arguments)
    {
        var verbs = Verbs(arguments);
        var second = verbs.Skip(1).FirstOrDefault(v => v.Length > 0 && v[0] != '-') ?? "";
        if (verbs.Length == 0 || Asks(arguments, "--help", "--version", "-h", "-V") || verbs.Skip(1).FirstOrDefault(v => v != second) == "--help")
            return Effect.None;
        if (!SymbolicText.IsKnown(verbs[0]))
            return Effect.Unclear;
        var both = $"{verbs[0]} {second}";
        if (_destroys.Contains(verbs[0]) || _destroys.Contains(both))
            return Effect.Destroys;
        if (_halts.Contains(verbs[0]) || _halts.Contains(both))
            return Effect.Halts;
        if (_looks.Contains(verbs[0]) || _looks.Contains(both))
            return Effect.None;
        // `docker volume` alone prints its help; an unknown word behind it could be anything.
        return second.Length > 0 && !SymbolicText.IsKnown(second) && _looks.Any(l => l.StartsWith(verbs[0] + " ", StringComparison.Ordinal)) ? Effect.Unclear : Effect.Changes;
    }

    private static bool Asks(string[] arguments, params ReadOnlySpan<string> names)
    {
        // Only before the verb: behind it, -h and -V may mean something else.
        foreach (var argument in arguments.TakeWhile(a => a.StartsWith('-')))
        {
            if (names.Contains(argument))
                return true;
        }

        return false;
    }

    private static HashSet<string> Set(string verbs) => [.. verbs.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
