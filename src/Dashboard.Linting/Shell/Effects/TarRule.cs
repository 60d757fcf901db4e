using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary><c>tar xzf FILE</c> needs no dash; what the letters ask for comes in their order.</summary>
internal static class TarRule
{
    /// <summary>What the command does.</summary>
    public static Effect Of(string[] arguments, Scope scope)
    {
        if (arguments.Length == 0)
            return Effect.None;
        var letters = arguments[0].TrimStart('-');
        var isLong = arguments[0].StartsWith("--", StringComparison.Ordinal);
        bool Asks(char letter, string word) => (!isLong && letters.Contains(letter, StringComparison.Ordinal))
            || arguments.Contains(word) || arguments.Skip(1)
                .Any(a => a.Length > 1 && a[0] == '-' && a[1] != '-' && a.Contains(letter, StringComparison.Ordinal));
        if (Asks('t', "--list") || Asks('d', "--diff"))
            return Effect.None;
        var read = Arguments.Of(arguments, ["-f", "--file", "-C", "--directory"]);
        if (Asks('x', "--extract") || arguments.Contains("--get"))
            return Asks('O', "--to-stdout")
                || StaysTemporary(read.Value("-C", "--directory"), scope) ? Effect.None : Effect.Changes;
        var file = read.Value("-f", "--file") ?? (!isLong && letters.EndsWith('f') ? arguments.ElementAtOrDefault(1) : null);
        if (file is not null and not "-" && !TemporaryPaths.Covers(scope, file))
            return Effect.Changes;
        return arguments.Contains("--remove-files") ? Effect.Destroys : Effect.None;
    }

    private static bool StaysTemporary(string? folder, Scope scope) =>
        folder is null ? scope.Folders.InTemporary : TemporaryPaths.Covers(scope, folder);
}
