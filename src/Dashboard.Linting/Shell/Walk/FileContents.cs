using System.IO.Enumeration;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>The content of files: the text of pinned files, and whether a file is secret.</summary>
internal static class FileContents
{
    /// <summary>The content of a file.</summary>
    public static Flow Of(ShellWalk walk, string field)
    {
        if (walk.Processes.Read(field) is { } process)
            return process;
        var path = SymbolicText.Plain(field);
        if (path == "/dev/null")
            return Flow.Silent;
        if (path.StartsWith("/proc/", StringComparison.Ordinal) && path.EndsWith("/environ", StringComparison.Ordinal))
            return new(LintCodes.PrintsEnvironment, null);
        if (IsSecret(walk, field))
            return new(LintCodes.PrintsSecret, null);
        if (walk.Scope.Files.LeakIn(path) is { } leak)
            return new(leak, null);
        return walk.Scope.Folders.Pinned(path) is { } pinned && walk.Material.Files.TryGetValue(pinned, out var text)
            ? new(null, SymbolicText.Harmless(text)) : Flow.Any;
    }

    /// <summary>Whether a field names a secret file: by the variable with its path, by its path, or by a matching pattern.</summary>
    public static bool IsSecret(ShellWalk walk, string field)
    {
        var secrets = walk.Material.Secrets;
        if (SymbolicText.Names(field).Any(secrets.Contains))
            return !SymbolicText.Plain(field).EndsWith(".pub", StringComparison.Ordinal);
        // `-in=FILE`, `if=FILE`, `@FILE`, `file://FILE`.
        var path = SymbolicText.Plain(field)[(field.IndexOf('=', StringComparison.Ordinal) + 1)..].TrimStart('@');
        if (path.StartsWith("file://", StringComparison.Ordinal))
            path = path[7..];
        if (secrets.IsEmpty || path.Length == 0)
            return false;
        if (Fits(walk, path))
            return true;
        return path[0] != '/' && walk.Scope.Folders.Known.Any(folder => Fits(walk, $"{folder}/{path}"));
    }

    private static bool Fits(ShellWalk walk, string path)
    {
        var straight = Straight(path);
        return walk.Material.Secrets.Contains(straight)
            || (straight.AsSpan().IndexOfAny('*', '?', '[') >= 0
                && walk.Material.Secrets.Any(secret => secret.StartsWith('/') && Matches(straight, secret)));
    }

    // A bracket matches one character; `**` matches across folders.
    private static bool Matches(string pattern, string path) =>
        (pattern.EndsWith("/**", StringComparison.Ordinal) || pattern.Count(c => c == '/') == path.Count(c => c == '/'))
        && FileSystemName.MatchesSimpleExpression(pattern.Replace('[', '*').Replace(']', '*'), path, ignoreCase: false);

    /// <summary>The normalised path: <c>/a//b/./c/../d</c> is <c>/a/b/d</c>.</summary>
    private static string Straight(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal))
            return path;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part == ".." && parts.Count > 1)
                parts.RemoveAt(parts.Count - 1);
            else if (part is not "." and not ".." && (part.Length > 0 || parts.Count == 0))
                parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
