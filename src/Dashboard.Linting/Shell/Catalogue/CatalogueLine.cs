using System.Collections.Immutable;

namespace Dashboard.Linting.Shell.Catalogue;

/// <summary>One line of the catalogue: what a program does, or what one of its verbs does.</summary>
/// <param name="Number">The line in the file, from 1.</param>
/// <param name="Program">The program.</param>
/// <param name="Verb">The verb: one word or two; null for the program itself.</param>
/// <param name="Effect">What it does.</param>
internal sealed record CatalogueLine(int Number, string Program, string? Verb, ProgramEffect Effect)
{
    /// <summary>The program that it is, and its verb; empty unless the effect is <see cref="ProgramEffect.Is"/>.</summary>
    public ImmutableArray<string> Same { get; init; } = [];

    /// <summary>Options whose value stands in the next argument.</summary>
    public ImmutableHashSet<string> Values { get; init; } = [];

    /// <summary>How many operands stand before the command that it runs.</summary>
    public int Skip { get; init; }

    /// <summary>Options whose value is where it writes, in place of the last operand.</summary>
    public ImmutableArray<string> Target { get; init; } = [];

    /// <summary>Which operands are files that it writes: when all of them are temporary, it only looks.</summary>
    public WrittenOperands Files { get; init; }

    /// <summary>Options whose value is a file that it writes.</summary>
    public ImmutableHashSet<string> Writes { get; init; } = [];

    /// <summary>What it puts into these files.</summary>
    public CopiedContent Copies { get; init; }

    /// <summary>What it prints.</summary>
    public ShownContent Shows { get; init; }

    /// <summary>Options whose value is code in the program's own language.</summary>
    public ImmutableHashSet<string> Code { get; init; } = [];

    /// <summary>Options whose value is a file with code.</summary>
    public ImmutableHashSet<string> Script { get; init; } = [];

    /// <summary>Options whose value is a command that it runs in a shell.</summary>
    public ImmutableHashSet<string> Command { get; init; } = [];

    /// <summary>An option whose value is a setting, and the settings that name a command: <c>-o ProxyCommand=…</c>.</summary>
    public ImmutableArray<string> Settings { get; init; } = [];

    /// <summary>Whether it stops whatever runs on the host.</summary>
    public bool StopsHost { get; init; }

    /// <summary>Whether the shell is one of POSIX alone.</summary>
    public bool IsPosix { get; init; }

    /// <summary>What the line cannot say.</summary>
    public ProgramRule Rule { get; init; }

    /// <summary>Arguments that give it another effect; the first that holds counts.</summary>
    public ImmutableArray<EffectCondition> Conditions { get; init; } = [];

    /// <summary>All options that have a value and matter to the effect.</summary>
    public ImmutableHashSet<string> AllValues => field ??= Values.Union(Writes).Union(Target).Union(Code).Union(Script);

    /// <summary>Whether it is a word of a language, such as <c>sql:</c>, and not a program or its verb.</summary>
    public bool IsWord => Program.EndsWith(':');

    /// <summary>
    /// Whether options have to be told apart from operands: for their own sake, or because an operand counts by its place.
    /// </summary>
    public bool ReadsOptions => Files != WrittenOperands.None || !Writes.IsEmpty || Conditions.Any(c => c.Scope switch
    {
        ConditionScope.Option or ConditionScope.Verb => true,
        ConditionScope.First or ConditionScope.Second => !Values.IsEmpty,
        _ => false,
    });
}
