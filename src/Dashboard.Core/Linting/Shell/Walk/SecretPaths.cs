namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>Knows the files whose content must not be shown.</summary>
internal static class SecretPaths
{
    /// <summary>Whether a field names a secret file: by the variable that holds its path, or by the path itself.</summary>
    public static bool Names(ShellWalk walk, string field) =>
        Marks.Names(field).Any(walk.Material.Secrets.Contains) || walk.Material.Secrets.Contains(Marks.Plain(field))
        || field.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 && walk.Material.Secrets.Contains(field[(at + 1)..]);

    /// <summary>The content of the file that a field names.</summary>
    public static Flow Content(ShellWalk walk, string field) =>
        walk.ProcessOf(field) ?? (Names(walk, field) ? new(LintCodes.PrintsSecret, null) : Marks.Plain(field) == "/dev/null" ? Flow.Silent : Flow.Any);
}
