namespace Dashboard.Linting.Shell.State;

/// <summary>Paths relative to the runbooks folder. Steps find these files in their working folder.</summary>
internal static class PinnedPaths
{
    /// <summary>The path in a field, without <c>./</c>; null if the field cannot be one. A bare word is not a path.</summary>
    public static string? Of(string field)
    {
        var path = field.StartsWith("./", StringComparison.Ordinal) ? field[2..] : field;
        return path.Length > 0 && path.Length < 256 && path[0] is not '/' and not '-' and not '~'
            && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '/')
            && (path.Length < field.Length || path.AsSpan().IndexOfAny('.', '/') >= 0)
                && !path.Split('/').Any(p => p is "" or "." or "..") ? path : null;
    }

    /// <summary>The path of the file that an interpreter runs. Here a bare word is a path.</summary>
    public static string? OfProgram(string field) => Of(field.AsSpan().IndexOfAny('.', '/') >= 0 ? field : "./" + field);
}
