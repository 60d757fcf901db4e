using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>What a command does by its line in the catalogue alone.</summary>
internal static class LineEffects
{
    /// <summary>The effect that a word of the catalogue stands for.</summary>
    public static Effect Of(ProgramEffect effect) => effect switch
    {
        ProgramEffect.Looks => Effect.None,
        ProgramEffect.Halts => Effect.Halts,
        ProgramEffect.Destroys => Effect.Destroys,
        ProgramEffect.Unclear => Effect.Unclear,
        _ => Effect.Changes,
    };

    /// <summary>What a program does with these arguments.</summary>
    public static Effect Of(CatalogueLine line, string[] arguments, Scope scope)
    {
        var read = line.ReadsOptions ? Arguments.Of(arguments, line.AllValues) : null;
        var effect = Of(Holding(line, arguments, read)?.Effect ?? line.Effect);
        if (read is null)
            return effect;
        if (effect.Impact != Impact.None && line.Files != WrittenOperands.None && AreTemporary(Written(line, read), scope))
            effect = Effect.None;
        return line.Writes.IsEmpty || AreTemporary(read.Values.Where(v => line.Writes.Contains(v.Name)).Select(v => v.Value), scope)
            ? effect : effect.Or(Effect.Changes);
    }

    /// <summary>The first condition that holds; null when none does.</summary>
    public static EffectCondition? Holding(CatalogueLine line, ReadOnlySpan<string> arguments, Arguments? read)
    {
        foreach (var condition in line.Conditions)
        {
            if (condition.Holds(arguments, read))
                return condition;
        }

        return null;
    }

    /// <summary>Whether files may be written by a step that only looks.</summary>
    public static bool AreTemporary(IEnumerable<string> files, Scope scope) => files.All(f => TemporaryPaths.Covers(scope, f));

    private static IEnumerable<string> Written(CatalogueLine line, Arguments read) => line.Files switch
    {
        WrittenOperands.Operands => read.Operands,
        WrittenOperands.Second => read.Operands.Skip(1).Take(1),
        WrittenOperands.Last => (read.Value(line.Target.AsSpan()) ?? read.Operands.LastOrDefault()) is { } target ? [target] : [],
        _ => [],
    };
}
