namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>Which arguments a condition looks at.</summary>
internal enum ConditionScope
{
    /// <summary>Any argument.</summary>
    Word,

    /// <summary>An option; letters may stand together, and values are no options.</summary>
    Option,

    /// <summary>Any argument that does not begin with a dash.</summary>
    Operand,

    /// <summary>The first argument that does not begin with a dash.</summary>
    First,

    /// <summary>The second argument that does not begin with a dash.</summary>
    Second,

    /// <summary>The last argument.</summary>
    Last,

    /// <summary>All arguments: there is no other one.</summary>
    Only,

    /// <summary>The verb behind any number of nouns: the first operand that one of the line's conditions on verbs names.</summary>
    Verb,
}

/// <summary>Arguments that give a program or a verb another effect: <c>destroys.option=-r,--recursive</c>.</summary>
/// <param name="Effect">The effect.</param>
/// <param name="Scope">Which arguments are looked at.</param>
/// <param name="Words">What they are held against.</param>
internal sealed record EffectCondition(ProgramEffect Effect, ConditionScope Scope, WordPatterns Words)
{
    /// <summary>Whether a command meets it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="read">The same, told apart; null when nothing is known of values.</param>
    /// <param name="anywhere">Whether options count wherever they stand, as with a tool that has verbs.</param>
    public bool Holds(ReadOnlySpan<string> arguments, Arguments? read, bool anywhere) => Scope switch
    {
        ConditionScope.Word => AnyFits(arguments, operandsOnly: false),
        ConditionScope.Operand => AnyFits(arguments, operandsOnly: true),
        ConditionScope.Option => read is null || anywhere ? Stands(arguments)
            : read.Has(Words.Exact.AsSpan()) || read.Options.Any(Words.Fit),
        ConditionScope.First => Operand(arguments, read, 0) is { } first && Words.Fit(first),
        ConditionScope.Second => Operand(arguments, read, 1) is { } second && Words.Fit(second),
        ConditionScope.Last => arguments.Length > 0 && Words.Fit(arguments[^1]),
        ConditionScope.Only => AllFit(arguments),
        _ => false,
    };

    private bool AnyFits(ReadOnlySpan<string> arguments, bool operandsOnly)
    {
        foreach (var argument in arguments)
        {
            if (!(operandsOnly && argument.StartsWith('-')) && Words.Fit(argument))
                return true;
        }

        return false;
    }

    private bool AllFit(ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments)
        {
            if (!Words.Fit(argument))
                return false;
        }

        return true;
    }

    private static string? Operand(ReadOnlySpan<string> arguments, Arguments? read, int index)
    {
        if (read is not null)
            return index < read.Operands.Length ? read.Operands[index] : null;
        foreach (var argument in arguments)
        {
            if (!argument.StartsWith('-') && index-- == 0)
                return argument;
        }

        return null;
    }

    /// <summary>Whether an option stands anywhere: as it is, with a value (<c>--output=x</c>), or among letters (<c>-qo</c>).</summary>
    private bool Stands(ReadOnlySpan<string> arguments)
    {
        foreach (var argument in arguments)
        {
            foreach (var name in Words.Exact)
            {
                if (argument == name
                    || (name.StartsWith("--", StringComparison.Ordinal) && argument.Length > name.Length && argument[name.Length] == '='
                        && argument.StartsWith(name, StringComparison.Ordinal))
                    || (name.Length == 2 && argument.Length > 2 && argument[0] == '-' && argument[1] != '-'
                        && argument.Contains(name[1], StringComparison.Ordinal)))
                    return true;
            }
        }

        return false;
    }
}
