namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>Tells paths that do not outlive a step from the others.</summary>
internal static class TemporaryPaths
{
    /// <summary>Whether a file may be written there by a step that only reads: below <c>/tmp</c>, in a folder of <c>mktemp</c>, or a device that keeps nothing.</summary>
    public static bool Covers(Scope scope, string field)
    {
        var path = Marks.Plain(field);
        if (path.Split('/').Contains(".."))
            return false;
        if (path is "/dev/null" or "/dev/stdout" or "/dev/stderr" or "/dev/tty" or "-" || path.StartsWith("/dev/fd/", StringComparison.Ordinal))
            return true;
        return path.StartsWith("/tmp/", StringComparison.Ordinal) || path.StartsWith(Marks.Unknown(Marks.Temporary), StringComparison.Ordinal)
            || (scope.InTemporaryFolder && path.Length > 0 && path[0] is not '/' and not '~' && Marks.IsKnown(path[..1]));
    }
}
