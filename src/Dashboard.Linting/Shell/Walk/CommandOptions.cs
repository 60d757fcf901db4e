using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Options whose value is a command that the program runs, such as <c>rsync -e</c> and <c>ssh -o ProxyCommand=…</c>.</summary>
internal static class CommandOptions
{
    private static readonly Dictionary<string, string[]> Values = new(StringComparer.Ordinal)
    {
        ["rsync"] = ["-e", "--rsh", "--rsync-path"],
        ["tar"] = ["-I", "--use-compress-program", "--to-command", "-F", "--info-script", "--new-volume-script", "--rsh-command"],
        ["sort"] = ["--compress-program"],
        ["split"] = ["--filter"],
        ["man"] = ["-P", "--pager"],
        ["borg"] = ["--rsh"],
        ["scp"] = ["-S"],
        ["sftp"] = ["-S"],
        ["zip"] = ["-TT", "--unzip-command"],
    };

    /// <summary>Options whose value is a setting, and the settings of which the value is a command.</summary>
    private static readonly Dictionary<string, (string Option, string[] Settings)> Settings = new(StringComparer.Ordinal)
    {
        ["ssh"] = ("-o", ["proxycommand", "localcommand", "knownhostscommand"]),
        ["scp"] = ("-o", ["proxycommand", "localcommand", "knownhostscommand"]),
        ["sftp"] = ("-o", ["proxycommand", "localcommand", "knownhostscommand"]),
        ["tar"] = ("--checkpoint-action", ["exec"]),
        ["git"] = ("-c", ["pager", "sshcommand", "editor", "external", "textconv", "helper", "fsmonitor", "command", "cmd", "program", "askpass", "gitproxy"]),
    };

    /// <summary>Walks the commands in the options of a command.</summary>
    public static void Walk(ShellWalk walk, Running command)
    {
        if (Values.TryGetValue(command.Name, out var options))
        {
            foreach (var (_, value) in Arguments.Of(command.Arguments, options).Values.Where(v => options.Contains(v.Name)))
                Run(walk, command, value);
        }

        if (Settings.TryGetValue(command.Name, out var known))
        {
            foreach (var (_, value) in Arguments.Of(command.Arguments, [known.Option]).Values.Where(v => v.Name == known.Option))
                Set(walk, command, value, known.Settings);
        }

        // `less +'!command'`
        foreach (var argument in command.Arguments.Where(a => command.Name is "less" or "more" && a.StartsWith("+!", StringComparison.Ordinal)))
            Run(walk, command, argument[2..]);
    }

    private static void Set(ShellWalk walk, Running command, string value, string[] settings)
    {
        if (value.AsSpan().IndexOfAny('=', ' ') is not (var between and > 0))
            return;
        var (name, code) = (value[..between].ToLowerInvariant(), value[(between + 1)..].Trim());
        // `alias.x=!command`
        if (code.StartsWith('!') && (command.Name == "git"))
            Run(walk, command, code[1..]);
        else if (settings.Contains(name[(name.LastIndexOf('.') + 1)..]) && code is not "none" and not "true" and not "false" and not "")
            Run(walk, command, code);
    }

    private static void Run(ShellWalk walk, Running command, string code) =>
        walk.Script(SymbolicText.Plain(code), ShellDialect.Bash, command.At, command.Context with { Input = Flow.Any });
}
