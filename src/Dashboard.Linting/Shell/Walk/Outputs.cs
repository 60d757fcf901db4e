using System.Text.RegularExpressions;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// What programs write: the content of the files they are given, what they read, the environment, or nothing that must be hidden.
/// </summary>
internal static partial class Outputs
{
    /// <summary>What a command writes.</summary>
    public static Flow Of(ShellWalk walk, Running command)
    {
        var arguments = command.Arguments;
        return command.Name switch
        {
            // Each call makes a new path.
            "mktemp" => new(null, SymbolicText.Unknown($"{SymbolicText.Temporary}-{command.At.Line}-{command.At.Column}") + "\n"),
            "realpath" or "readlink" or "basename" when arguments.LastOrDefault(a => !a.StartsWith('-')) is { } path =>
                new(null, SymbolicText.Names(path).Any() || command.Name != "basename" ? path + "\n" : null),
            "dirname" when arguments is [var path] && SymbolicText.IsKnown(path) => new(null,
                (path.TrimEnd('/').LastIndexOf('/') is var slash and > 0 ? path[..slash] : path.StartsWith('/') ? "/" : ".") + "\n"),
            "find" when !arguments.Any(a => a == "-ls" || Begins(a, "-exec") || Begins(a, "-printf")) =>
                new(null, string.Join('\n', FanOutCommands.Paths(arguments).SelectMany(FanOutCommands.Below)) + "\n"),
            "printenv" => arguments.All(a => a.StartsWith('-')) ? new(LintCodes.PrintsEnvironment, null) : Flow.Any,
            "ps" when arguments.Any(a => !a.StartsWith("--", StringComparison.Ordinal) && a.TrimStart('-') is var letters && a[0] != '-'
                && letters.Contains('e', StringComparison.Ordinal) && letters.All(char.IsAsciiLetter)) =>
                    new(LintCodes.PrintsEnvironment, null),
            "ssh-keygen" when Arguments.Of(arguments, ["-f", "-P", "-N", "-C", "-t"]).Has("-y") => new(LintCodes.PrintsPublicKey, null),
            "ssh-keygen" => Flow.Any,
            "infisical" when arguments.Any(a => a is "secrets" or "export") => new(LintCodes.PrintsSecret, null),
            "kubectl" or "oc" when arguments.Any(a => a is "secret" or "secrets" || Begins(a, "secret/") || Begins(a, "secrets/"))
                && Arguments.Of(arguments, ["-o", "--output", "-n"]).Value("-o", "--output") is not (null or "name" or "wide") =>
                new(LintCodes.PrintsSecret, null),
            "curl" => Curl(walk, command),
            "git" when arguments.Contains("diff") && arguments.Any(a => FileContents.IsSecret(walk, a)) =>
                new(LintCodes.PrintsSecret, null),
            "logger" when arguments.Any(a => a is "-s" or "--stderr")
                && arguments.Select(SymbolicText.LeakIn).FirstOrDefault(l => l is not null) is { } logged => new(logged, null),
            "jq" when arguments.Any(a => WholeEnvironment().IsMatch(a)) => new(LintCodes.PrintsEnvironment, null),
            "systemctl" when arguments.Contains("show-environment") || ShowsUnit(arguments) => new(LintCodes.PrintsEnvironment, null),
            _ when command.Program is { } program && program.Line.Shows == ShownContent.Environment =>
                new(LintCodes.PrintsEnvironment, null),
            _ when command.Program is { HasVerbs: true } tool && tool.Verb(tool.Words(arguments)) is { Shows: ShownContent.Secret } =>
                new(LintCodes.PrintsSecret, null),
            _ when ContainerOutputs.ShowsEnvironment(command) => new(LintCodes.PrintsContainerEnvironment, null),
            _ when command.Program?.Line.Shows is ShownContent.Input or ShownContent.Part => Passed(walk, command),
            _ => Flow.Any,
        };
    }

    private static bool Begins(string argument, string word) => argument.StartsWith(word, StringComparison.Ordinal);

    private static Flow Passed(ShellWalk walk, Running command)
    {
        if (Keeps(command))
            return Flow.Any;
        var files = command.Arguments.Where(a => !a.StartsWith('-') || a.Contains('=', StringComparison.Ordinal)).ToArray();
        var given = files.Select(f => FileContents.Of(walk, f.StartsWith("if=", StringComparison.Ordinal) ? f[3..] : f))
            .FirstOrDefault(s => s.Leak is not null);
        if (given is not null)
            return given with { Text = null };
        var leak = command.Arguments.Select(SymbolicText.LeakIn).FirstOrDefault(l => l is not null) ?? command.Context.Input?.Leak;
        // Every part of a secret is secret. Of an environment, the script may choose a harmless part.
        if (leak is not LintCodes.PrintsSecret && command.Program!.Line.Shows == ShownContent.Part && !KeepsAll(command))
            leak = null;
        // Only cat and tee keep the text unchanged; what others do to it is not tracked.
        return new(leak, command.Name is "cat" or "tee" && files.All(f => f is "-" || command.Name == "tee")
            ? command.Context.Input?.Text ?? (command.Context.Input is null ? "" : null)
            : command.Name == "cat" && files is [var one] ? FileContents.Of(walk, one).Text : null);
    }

    /// <summary>Whether a program that could choose a part prints everything, or the whole environment.</summary>
    private static bool KeepsAll(Running command) =>
        (command.Name == "jq" && command.Arguments.Any(a => WholeSettings().IsMatch(a))) || command.Arguments.Contains("json.tool");

    private static Flow Curl(ShellWalk walk, Running command)
    {
        // It prints the headers it sends, which may contain a token.
        if (command.Arguments.Any(a => a is "--verbose" or "--trace" or "--trace-ascii"
                || (a.Length > 1 && a[0] == '-' && char.IsAsciiLetter(a[1]) && a.Length < 6 && a.Contains('v', StringComparison.Ordinal)))
            && command.Arguments.Select(SymbolicText.LeakIn).FirstOrDefault(l => l is not null) is { } sent)
            walk.Note(FactKind.Leaks, command.Words, command.At, sent);
        if (command.Arguments.Any(a => a.StartsWith("file://", StringComparison.Ordinal) && FileContents.IsSecret(walk, a)))
            return new(LintCodes.PrintsSecret, null);
        return command.Arguments.Any(a => ContainerAddress().IsMatch(a)) ? new(LintCodes.PrintsContainerEnvironment, null) : Flow.Any;
    }

    /// <summary><c>systemctl show UNIT</c> prints what is set in its environment, unless it is asked for something else.</summary>
    private static bool ShowsUnit(string[] arguments)
    {
        var read = Arguments.Of(arguments,
            ["-p", "-P", "--property", "-H", "--host", "-M", "--machine", "-t", "--type", "-n", "--lines", "-o", "--output"]);
        var asked = read.Values.Where(v => v.Name is "-p" or "-P" or "--property").SelectMany(v => v.Value.Split(',')).ToArray();
        return read.Operands is ["show", _, ..] && (asked.Length == 0 || asked.Contains("Environment"));
    }

    [GeneratedRegex(@"(^|[^.\w])env\s*($|[|)\]])|\$ENV\s*($|[|)\]])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WholeEnvironment();

    [GeneratedRegex(@"^\s*\.(\[\d*\])?\s*$|\bEnv\b|\.Config\s*($|[^.\w\s])", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex WholeSettings();

    [GeneratedRegex(@"/containers/[^/]+/json($|\?)", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ContainerAddress();

    /// <summary>Whether the command does not print what it reads: it only counts, tests, or prints names.</summary>
    private static bool Keeps(Running command)
    {
        var arguments = Arguments.Of(command.Arguments, ["-f", "-e", "-A", "-B", "-C", "-m", "-d", "-F", "-n"]);
        return command.Name switch
        {
            "grep" or "egrep" or "fgrep" or "rg" or "zgrep" =>
                arguments.Has("-q", "--quiet", "--silent", "-c", "--count", "-l", "-L", "--files-with-matches", "--files-without-match"),
            "diff" or "cmp" => arguments.Has("-q", "--brief", "-s", "--silent"),
            "tar" => !command.Arguments[..Math.Min(1, command.Arguments.Length)]
                .Any(a => a.Contains('c', StringComparison.Ordinal) && !a.StartsWith("--", StringComparison.Ordinal)),
            "openssl" => command.Arguments.FirstOrDefault() is "dgst" or "version" or "s_client" or "verify" or "x509" or "req" or "rand"
                or "speed",
            "cut" => arguments.Value("-d") is "=" && command.Arguments.Any(a => a is "-f1" or "1"),
            "awk" => arguments.Value("-F") is "=" && command.Arguments
                .Any(a => a.Replace(" ", "", StringComparison.Ordinal) is "{print$1}"),
            _ => false,
        };
    }
}
