using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.State;

/// <summary>Paths below the runbooks folder, which steps find in the folder that they run in.</summary>
internal static class PinnedPaths
{
    /// <summary>The path that a field names, without <c>./</c>; null when it cannot be one. A bare word is none.</summary>
    public static string? Of(string field)
    {
        var path = field.StartsWith("./", StringComparison.Ordinal) ? field[2..] : field;
        return path.Length > 0 && path.Length < 256 && path[0] is not '/' and not '-' and not '~' && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
            && (path.Length < field.Length || path.AsSpan().IndexOfAny('.', '/') >= 0) && !path.Split('/').Any(p => p is "" or "." or "..") ? path : null;
    }

    /// <summary>The path that an interpreter is given as the file to run: there a bare word is one, too.</summary>
    public static string? OfProgram(string field) => Of(field.AsSpan().IndexOfAny('.', '/') >= 0 ? field : "./" + field);
}
