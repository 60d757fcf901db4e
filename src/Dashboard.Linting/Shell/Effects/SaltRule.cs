using Dashboard.Linting.Shell.Catalogue;

namespace Dashboard.Linting.Shell.Effects;

/// <summary><c>salt TARGET FUNCTION ARGUMENTS</c>: the functions of <c>cmd</c> run shell code on its hosts.</summary>
internal static class SaltRule
{
    private static readonly HashSet<string> Runs =
        ["cmd.run", "cmd.run_all", "cmd.run_stdout", "cmd.run_stderr", "cmd.run_bg", "cmd.shell", "cmd.retcode"];

    /// <summary>The code that it runs on its hosts; null when its function is none that runs code.</summary>
    public static string? Code(KnownProgram salt, string[] arguments)
    {
        var operands = Arguments.Of(arguments, salt.Line.AllValues).Operands;
        return operands.FirstOrDefault(Runs.Contains) is { } function ? operands.ElementAtOrDefault(operands.IndexOf(function) + 1) : null;
    }
}
