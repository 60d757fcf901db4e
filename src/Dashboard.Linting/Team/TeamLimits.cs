using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Team;

/// <summary>What a team cannot say: a program that can stop or destroy something stays one.</summary>
internal static class TeamLimits
{
    /// <summary>Words of the shell itself, which are no programs.</summary>
    private static readonly HashSet<string> Builtins = new(StringComparer.Ordinal)
    {
        ".", ":", "source", "eval", "exec", "command", "builtin", "cd", "pushd", "popd", "dirs", "pwd", "set", "shopt", "trap", "alias",
        "unalias", "export", "declare", "local", "readonly", "typeset", "unset", "read", "mapfile", "readarray", "echo", "printf",
        "test", "[", "hash", "enable", "jobs", "bg", "fg", "disown", "wait", "true", "false", "exit", "return", "break", "continue",
        "shift", "getopts", "let", "umask", "ulimit", "times", "type", "caller", "logout", "suspend", "bind", "complete", "compgen",
        "compopt", "history", "fc", "sleep", "which", "whereis",
    };

    /// <summary>Folders in which anybody may put a program.</summary>
    private static readonly string[] Open = ["/tmp/", "/var/tmp/", "/dev/", "/proc/", "/run/user/"];

    /// <summary>Whether a name is a word of the shell, or of what the linter knows of it.</summary>
    public static bool IsShells(string name) => Builtins.Contains(name);

    /// <summary>Whether anybody may write what a path stands for.</summary>
    public static bool IsOpen(string path) => path[1] == '*' || Open.Any(o => path.StartsWith(o, StringComparison.Ordinal));

    /// <summary>Whether what a program does hangs on the code, the command or the request that it is given.</summary>
    public static bool DecidesItself(KnownProgram program) => program.Line.Rule != ProgramRule.None
        || program.Line.Effect is ProgramEffect.Sql || IsWrapper(program.Line) || !program.Line.Code.IsEmpty;

    /// <summary>Whether such a program has verbs all the same, and may get more: <c>git</c>, the modules of <c>ansible</c>.</summary>
    public static bool HasVerbs(KnownProgram program) =>
        program.Line.Rule is ProgramRule.Git or ProgramRule.Ansible or ProgramRule.Redis;

    /// <summary>Whether a line hands on to another program.</summary>
    public static bool IsWrapper(CatalogueLine line) => line.Effect is ProgramEffect.Runs or ProgramEffect.Enters or ProgramEffect.Starts
        or ProgramEffect.Shell or ProgramEffect.Is;

    /// <summary>The least that may be said of what a line says: the worst that it can do, when that is to stop or to destroy.</summary>
    public static ProgramEffect Least(CatalogueLine line) => line.Conditions.Select(c => c.Effect).Append(line.Effect)
        .Where(e => e is ProgramEffect.Halts or ProgramEffect.Destroys).DefaultIfEmpty(ProgramEffect.Looks).Max();

    /// <summary>The same for a program and all its verbs.</summary>
    public static ProgramEffect Least(KnownProgram program) => program.Verbs.Append(program.Line).Max(Least);
}
