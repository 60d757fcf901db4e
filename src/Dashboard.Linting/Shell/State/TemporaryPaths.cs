namespace Dashboard.Linting.Shell.State;

/// <summary>Recognises paths that do not outlive a step.</summary>
internal static class TemporaryPaths
{
    /// <summary>The file for values that a step writes; what it holds is checked when the step has ended.</summary>
    private static readonly string Values = SymbolicText.Unknown("CUTOVER_OUTPUT");

    /// <summary>
    /// Whether a read-only step may write to this path: below <c>/tmp</c>, in a folder made by <c>mktemp</c>, a device that stores nothing,
    /// or the file for the values that it writes.
    /// </summary>
    public static bool Covers(Scope scope, string field)
    {
        var path = SymbolicText.Plain(field);
        if (path.Split('/').Contains("..") || scope.Files.LeadsOut(path))
            return false;
        // The process that receives the data is judged by itself.
        if (SymbolicText.First(path)?.StartsWith('>') == true)
            return true;
        return path is "/dev/null" or "-" || path == Values || Shows(path)
            || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || IsBelow(path)
            || (scope.Folders.InTemporary && path.Length > 0 && path[0] is not '/' and not '~' && SymbolicText.IsKnown(path[..1]));
    }

    /// <summary>Whether a path is inside a temporary folder, independent of the current folder.</summary>
    public static bool IsBelow(string path) =>
        path.StartsWith("/tmp/", StringComparison.Ordinal) || (SymbolicText.First(path) is { } name && SymbolicText.IsTemporary(name));

    /// <summary>Whether data written to this path is shown: a terminal, standard output or standard error.</summary>
    public static bool Shows(string path) =>
        path is "/dev/stdout" or "/dev/stderr" or "/dev/tty" or "/dev/console" or "/dev/fd/1" or "/dev/fd/2" or "/proc/self/fd/1"
            or "/proc/self/fd/2";

    /// <summary>Whether the path is a network connection of Bash.</summary>
    public static bool Connects(string path) =>
        path.StartsWith("/dev/tcp/", StringComparison.Ordinal) || path.StartsWith("/dev/udp/", StringComparison.Ordinal);
}
