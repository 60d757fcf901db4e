using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>
/// What of git its lines cannot say: a repository in a temporary folder is nobody's, and the same verb lists and changes.
/// </summary>
internal static class GitRule
{
    private static readonly HashSet<string> Listing =
    [
        "-l", "-a", "-r", "-v", "-vv", "-n", "--list", "--all", "--remotes", "--show-current", "--contains", "--merged", "--no-merged",
        "--points-at", "--verbose",
        "--format", "--sort",
    ];

    /// <summary>What the command does; null when the line of its verb says it.</summary>
    public static Effect? Of(KnownProgram git, string[] arguments, string[] words, Scope scope)
    {
        var verb = words.FirstOrDefault() ?? "";
        var rest = words.Length > 0 ? words[1..] : [];
        if (verb is "clone" or "init" && rest.LastOrDefault() is { } made && TemporaryPaths.Covers(scope, made))
            return Effect.None;
        var options = Arguments.Of(arguments, ["-C", "-c", "--git-dir", "--work-tree"], stopAtOperand: true);
        if (verb != "push" && options.Value("-C") is { } folder && TemporaryPaths.Covers(scope, folder + "/x"))
            return Effect.None;
        return verb switch
        {
            "branch" or "tag" or "remote" when rest.Length == 0 || Lists(rest) => Effect.None,
            "branch" or "tag" when rest.Any(a => a is "-d" or "-D" or "--delete") => Effect.Destroys,
            _ => null,
        };
    }

    private static bool Lists(string[] rest) =>
        rest.TakeWhile(a => a.StartsWith('-')).All(a => Listing.Contains(a.Split('=')[0]))
            && rest.Any(a => Listing.Contains(a.Split('=')[0]));
}
