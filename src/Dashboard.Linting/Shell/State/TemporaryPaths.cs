using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>Tells paths that do not outlive a step from the others.</summary>
internal static class TemporaryPaths
{
    /// <summary>Whether a file may be written there by a step that only reads: below <c>/tmp</c>, in a folder of <c>mktemp</c>, or a device that keeps nothing.</summary>
    public static bool Covers(Scope scope, string field)
    {
        var path = SymbolicText.Plain(field);
        if (path.Split('/').Contains("..") || scope.Files.LeadsOut(path))
            return false;
        // What is written to a process is that process's matter.
        if (SymbolicText.First(path)?.StartsWith('>') == true)
            return true;
        return path is "/dev/null" or "-" || Shows(path) || path.StartsWith("/dev/fd/", StringComparison.Ordinal) || IsBelow(path)
            || (scope.Folders.InTemporary && path.Length > 0 && path[0] is not '/' and not '~' && SymbolicText.IsKnown(path[..1]));
    }

    /// <summary>Whether a path lies below a temporary folder, wherever the script is.</summary>
    public static bool IsBelow(string path) =>
        path.StartsWith("/tmp/", StringComparison.Ordinal) || (SymbolicText.First(path) is { } name && SymbolicText.IsTemporary(name));

    /// <summary>Whether what is written there is shown to people: a terminal, the output, the errors.</summary>
    public static bool Shows(string path) =>
        path is "/dev/stdout" or "/dev/stderr" or "/dev/tty" or "/dev/console" or "/dev/fd/1" or "/dev/fd/2" or "/proc/self/fd/1" or "/proc/self/fd/2";

    /// <summary>Whether it is no file but a connection of Bash.</summary>
    public static bool Connects(string path) =>
        path.StartsWith("/dev/tcp/", StringComparison.Ordinal) || path.StartsWith("/dev/udp/", StringComparison.Ordinal);
}
