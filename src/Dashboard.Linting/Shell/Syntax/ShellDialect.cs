namespace Dashboard.Linting.Shell.Syntax;

/// <summary>Which shell a script is written for.</summary>
public enum ShellDialect
{
    /// <summary>The shell of POSIX, as <c>sh</c> is on Debian.</summary>
    Posix,

    /// <summary>Bash.</summary>
    Bash,
}
