namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Names that no value of a run can have.</summary>
internal static class InputNames
{
    /// <summary>
    /// Variables that shells, interpreters and the dynamic linker act on: a value with such a name could change what a step runs.
    /// </summary>
    private static readonly string[] Reserved =
    [
        "PATH", "HOME", "LANG", "TZ", "IFS", "ENV", "BASH_ENV", "SHELLOPTS", "BASHOPTS", "PS4", "PROMPT_COMMAND", "GLOBIGNORE", "CDPATH",
        "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "RUBYOPT", "RUBYLIB", "NODE_OPTIONS", "NODE_PATH", "DOTNET_STARTUP_HOOKS",
        "GCONV_PATH", "GLIBC_TUNABLES",
    ];

    /// <summary>The linker's, Perl's (which sets the sandbox up), and the product's own.</summary>
    private static readonly string[] ReservedBeginnings = ["LD_", "PERL", "CUTOVER_"];

    /// <summary>Whether steps rely on the variable of this name.</summary>
    public static bool IsReserved(string name) =>
        Reserved.Contains(name) || ReservedBeginnings.Any(b => name.StartsWith(b, StringComparison.Ordinal));
}
