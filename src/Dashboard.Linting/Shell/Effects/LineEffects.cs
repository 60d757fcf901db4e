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
        ProgramEffect.Unclear or ProgramEffect.Enters => Effect.Unclear,
        _ => Effect.Changes,
    };

    /// <summary>What a program, or one of its verbs, does with these arguments.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="arguments">The arguments, behind the verb.</param>
    /// <param name="scope">The state of the script.</param>
    /// <param name="tool">The program's own line when this is a verb's: its options count anywhere, and have values.</param>
    public static Effect Of(CatalogueLine line, string[] arguments, Scope scope, CatalogueLine? tool = null)
    {
        var read = tool is not null ? Arguments.Of(arguments, line.AllValues.Union(tool.AllValues))
            : line.ReadsOptions ? Arguments.Of(arguments, line.AllValues) : null;
        var effect = Of(Holding(line, arguments, read, tool is not null)?.Effect ?? line.Effect);
        if (read is null)
            return effect;
        if (effect.Impact != Impact.None && line.Files != WrittenOperands.None && AreTemporary(Written(line, read), scope))
            effect = Effect.None;
        return line.Writes.IsEmpty || AreTemporary(read.Values.Where(v => line.Writes.Contains(v.Name)).Select(v => v.Value), scope)
            ? effect : effect.Or(Effect.Changes);
    }

    /// <summary>The first condition that holds; null when none does.</summary>
    /// <param name="line">The line with the conditions.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="read">The same, told apart; null when nothing is known of values.</param>
    /// <param name="anywhere">Whether options count wherever they stand.</param>
    public static EffectCondition? Holding(CatalogueLine line, ReadOnlySpan<string> arguments, Arguments? read, bool anywhere = false)
    {
        var verb = read is null ? null : Deciding(line, read);
        foreach (var condition in line.Conditions)
        {
            if (condition.Scope == ConditionScope.Verb ? verb is not null && condition.Words.Fit(verb)
                : condition.Holds(arguments, read, anywhere))
                return condition;
        }

        return null;
    }

    /// <summary>The first operand that a condition on verbs names: <c>list</c> of <c>gcloud compute instances list</c>.</summary>
    private static string? Deciding(CatalogueLine line, Arguments read)
    {
        var verbs = line.Conditions.Where(c => c.Scope == ConditionScope.Verb);
        return verbs.Any() ? read.Operands.FirstOrDefault(o => verbs.Any(c => c.Words.Fit(o))) : null;
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
