using System.Collections.Frozen;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Linting.Adopt;

/// <summary>Variables that a step has without anybody's doing.</summary>
internal static class ShellVariables
{
    private static readonly FrozenSet<string> OfShells = new[]
    {
        "PWD", "OLDPWD", "HOSTNAME", "RANDOM", "SRANDOM", "SECONDS", "UID", "EUID", "GROUPS", "LINENO", "FUNCNAME", "PIPESTATUS", "IFS",
        "OPTARG", "OPTIND", "OPTERR", "REPLY", "SHLVL", "OSTYPE", "HOSTTYPE", "MACHTYPE", "PPID", "EPOCHSECONDS", "EPOCHREALTIME",
        "SHELLOPTS", "DIRSTACK", "TERM", "MAPFILE", "PATH", "HOME", "LANG", "TZ", "SHELL",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a shell or the product sets a variable, or no input can.</summary>
    public static bool IsThere(string name) =>
        OfShells.Contains(name) || name.StartsWith("BASH", StringComparison.Ordinal) || InputNames.IsReserved(name);
}
