using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Tools that are known by their verbs, with what their options make of them.</summary>
internal static class ToolCommands
{
    private static readonly HashSet<string> ListingOptions =
        ["-l", "-a", "-r", "-v", "-vv", "-n", "--list", "--all", "--remotes", "--show-current", "--contains", "--merged", "--no-merged", "--points-at", "--verbose", "--format", "--sort"];

    /// <summary>What the command does; null when it is another kind of command.</summary>
    public static Effect? Of(string name, string[] arguments, Scope scope, Flow? input)
    {
        var known = VerbTools.Known(name);
        if (VerbTools.Find(name) is not { } tool)
            return null;
        var verbs = tool.Verbs(arguments);
        var verb = verbs.FirstOrDefault() ?? "";
        var rest = verbs.Length > 0 ? verbs[1..] : [];
        return (known, verb) switch
        {
            ("docker", "compose" or "stack") when verb == "compose" => Of("docker-compose", rest, scope, input),
            // To the standard output it only reads; else it writes on the host or in the container.
            ("docker", "cp") => rest.LastOrDefault() == "-" ? Effect.None : Effect.Changes,
            ("docker", "container") when rest.FirstOrDefault() == "cp" => rest[^1] == "-" ? Effect.None : Effect.Changes,
            ("docker", "save" or "export") => Has(rest, "-o", "--output") ? Effect.Changes : Effect.None,
            ("docker-compose", "down") => Has(rest, "-v", "--volumes", "--rmi") ? Effect.Destroys : Effect.Halts,
            ("docker-compose", "up") => rest.Any(a => a.StartsWith("--scale", StringComparison.Ordinal) || a.EndsWith("=0", StringComparison.Ordinal)) || Has(rest, "--remove-orphans") ? Effect.Halts : Effect.Changes,
            ("docker-compose", "config" or "convert") => Has(rest, "-o", "--output", "--lock-image-digests") ? Effect.Changes : Effect.None,
            ("kubectl", _) when arguments.Any(a => a.StartsWith("--dry-run", StringComparison.Ordinal) && a is not "--dry-run=none") => Effect.None,
            ("helm", _) when arguments.Contains("--dry-run") => Effect.None,
            ("terraform", "apply") => arguments.Any(a => a.TrimStart('-') == "destroy") ? Effect.Destroys : Effect.Changes,
            ("terraform", "fmt") => arguments.Any(a => a.TrimStart('-') == "check") ? Effect.None : Effect.Changes,
            ("git", "clone" or "init") when rest.LastOrDefault() is { } made && TemporaryPaths.Covers(scope, made) => Effect.None,
            ("git", _) when Arguments.Of(arguments, ["-C", "-c", "--git-dir", "--work-tree"], stopAtOperand: true).Value("-C") is { } folder && TemporaryPaths.Covers(scope, folder + "/x") && verb != "push" => Effect.None,
            ("git", "push") => rest.Any(a => a is "-f" or "--delete" or "-d" or "--mirror" or "--prune" || a.StartsWith("--force", StringComparison.Ordinal) || a.StartsWith('+') || a.StartsWith(':')) ? Effect.Destroys : Effect.Changes,
            ("git", "branch" or "tag" or "remote") when rest.Length == 0 || rest.TakeWhile(a => a.StartsWith('-')).All(a => ListingOptions.Contains(a.Split('=')[0])) && rest.Any(a => ListingOptions.Contains(a.Split('=')[0])) => Effect.None,
            ("git", "branch" or "tag") when rest.Any(a => a is "-d" or "-D" or "--delete") => Effect.Destroys,
            ("git", "config") => rest.Any(a => a.StartsWith("--get", StringComparison.Ordinal) || a is "-l" or "--list") ? Effect.None : Effect.Changes,
            ("git", "hash-object") => rest.Contains("-w") ? Effect.Changes : Effect.None,
            ("git", "archive") => rest.Any(a => a.StartsWith("-o", StringComparison.Ordinal) || a.StartsWith("--output", StringComparison.Ordinal)) ? Effect.Changes : Effect.None,
            ("git", "reset") => rest.Contains("--hard") ? Effect.Destroys : Effect.Changes,
            ("service", _) => arguments.Contains("--status-all") || arguments.ElementAtOrDefault(1) is "status" or null ? Effect.None
                : arguments.ElementAtOrDefault(1) is "stop" or "restart" or "force-stop" ? Effect.Halts : Effect.Changes,
            // Without a verb it reads its commands.
            ("redis-cli", "") when input is not null => input.Text is null ? Effect.Unclear
                : input.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Aggregate(Effect.None, (effect, line) => effect.Or(tool.Of(line.Split(' ')))),
            ("gh", "api") => rest.Any(a => a is "POST" or "PUT" or "PATCH" or "DELETE" or "-f" or "-F" or "--field" or "--raw-field" or "--input" || a.StartsWith("-XP", StringComparison.Ordinal) || a == "-XDELETE") ? Effect.Changes : Effect.None,
            ("crontab", _) => Arguments.Of(arguments, ["-u"]) is var table && table.Has("-l") ? Effect.None : table.Has("-r") ? Effect.Destroys : Effect.Changes,
            ("apt-get" or "apt", _) when Has(arguments, "-s", "--simulate", "--just-print", "--dry-run", "--print-uris") => Effect.None,
            ("update-alternatives", _) => arguments.Any(a => a is "--display" or "--list" or "--query" or "--get-selections") ? Effect.None : Effect.Changes,
            ("systemctl" or "hostnamectl" or "timedatectl" or "localectl", _) when verbs.Length == 0 => Effect.None,
            _ => tool.Of(arguments),
        };
    }

    private static bool Has(string[] arguments, params string[] names) =>
        arguments.Any(a => names.Contains(a) || names.Any(n => n.StartsWith("--", StringComparison.Ordinal) && a.StartsWith(n + "=", StringComparison.Ordinal))
            || (a.Length > 2 && a[0] == '-' && a[1] != '-' && names.Any(n => n.Length == 2 && a.Contains(n[1], StringComparison.Ordinal))));
}
