using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Team;

/// <summary>What a team cannot say: a program that can destroy something stays one.</summary>
internal static class TeamLimits
{
    /// <summary>Words of the shell itself, which are no programs.</summary>
    private static readonly HashSet<string> Builtins = new(StringComparer.Ordinal)
    {
        ".", "source", "eval", "exec", "command", "builtin", "cd", "pushd", "popd", "set", "shopt", "trap", "alias", "export", "declare",
        "local", "readonly", "typeset", "read", "mapfile", "readarray", "echo", "printf", "test", "[", "hash", "enable", "jobs",
    };

    /// <summary>Whether a name is a word of the shell.</summary>
    public static bool IsShells(string name) => Builtins.Contains(name);

    /// <summary>Whether what a program does hangs on the code, the command or the request that it is given.</summary>
    public static bool DecidesItself(KnownProgram program) => program.Line.Rule != ProgramRule.None
        || program.Line.Effect is ProgramEffect.Runs or ProgramEffect.Enters or ProgramEffect.Starts or ProgramEffect.Shell
            or ProgramEffect.Sql
        || !program.Line.Code.IsEmpty;

    /// <summary>Whether a line says that it may destroy something.</summary>
    public static bool CanDestroy(CatalogueLine line) =>
        line.Effect == ProgramEffect.Destroys || line.Conditions.Any(c => c.Effect == ProgramEffect.Destroys);

    /// <summary>Whether a program, or one of its verbs, may destroy something.</summary>
    public static bool CanDestroy(KnownProgram program) => CanDestroy(program.Line) || program.Verbs.Any(CanDestroy);
}
