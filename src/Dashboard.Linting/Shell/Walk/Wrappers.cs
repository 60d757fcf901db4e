using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Commands that run another command, which stands in their arguments.</summary>
internal sealed class Wrappers(ShellWalk walk)
{
    /// <summary>Where the other command begins: options that take a value, and operands before it.</summary>
    private static readonly Dictionary<string, (string[] Values, int Operands)> Known = new(StringComparer.Ordinal)
    {
        ["sudo"] = (["-u", "-g", "-h", "-p", "-C", "-T", "-r", "-t", "-D", "-R", "-U", "--user", "--group", "--host", "--chdir"], 0),
        ["doas"] = (["-u", "-C"], 0),
        ["pkexec"] = (["--user"], 0),
        ["env"] = (["-u", "-C", "-S", "--unset", "--chdir", "--split-string"], 0),
        ["nohup"] = ([], 0),
        ["setsid"] = ([], 0),
        ["nice"] = (["-n", "--adjustment"], 0),
        ["ionice"] = (["-c", "-n", "--class", "--classdata"], 0),
        ["timeout"] = (["-k", "-s", "--kill-after", "--signal"], 1),
        ["stdbuf"] = (["-i", "-o", "-e", "--input", "--output", "--error"], 0),
        ["chrt"] = (["-T", "-P", "-D"], 1),
        ["taskset"] = ([], 1),
        ["time"] = (["-f", "-o", "--format", "--output"], 0),
        ["strace"] = (["-e", "-o", "-s", "-p", "-u", "-E"], 0),
        ["ltrace"] = (["-e", "-o", "-s", "-p", "-u"], 0),
        ["chroot"] = (["--userspec", "--groups"], 1),
        ["unshare"] = (["-S", "-G", "-w", "-R"], 0),
        ["nsenter"] = (["-t", "-S", "-G", "--target"], 0),
        ["setpriv"] = (["--reuid", "--regid", "--groups", "--inh-caps", "--bounding-set"], 0),
        ["gosu"] = ([], 1),
        ["su-exec"] = ([], 1),
        ["s6-setuidgid"] = ([], 1),
        ["chpst"] = (["-u", "-U", "-n", "-m", "-d", "-o", "-p", "-f", "-c"], 0),
        ["tini"] = (["-p"], 0),
        ["dumb-init"] = ([], 0),
        ["busybox"] = ([], 0),
        ["toybox"] = ([], 0),
        ["fakeroot"] = ([], 0),
        ["eatmydata"] = ([], 0),
        ["numactl"] = (["-N", "-m", "-C"], 0),
        ["prlimit"] = (["-p", "-o"], 0),
        ["cgexec"] = (["-g"], 0),
        ["dbus-run-session"] = ([], 0),
        ["unbuffer"] = ([], 0),
        ["retry"] = (["-t", "-d", "-n", "--times", "--delay"], 0),
        ["chronic"] = ([], 0),
        ["ts"] = ([], 0),
        ["run0"] = (["-u", "-g", "-D", "--user", "--group", "--chdir"], 0),
        ["systemd-inhibit"] = (["--what", "--who", "--why", "--mode"], 0),
        ["setarch"] = ([], 1),
        ["runcon"] = (["-u", "-r", "-t", "-l"], 0),
        ["proot"] = (["-r", "-b", "-w"], 0),
        ["sshpass"] = (["-p", "-f", "-d", "-P"], 0),
        ["caffeinate"] = (["-t", "-w"], 0),
    };

    private readonly FanOutCommands _fanOut = new(walk);
    private readonly Containers _containers = new(walk);

    /// <summary>Walks the command inside; null when the command is no wrapper.</summary>
    public Flow? Run(Running command, CommandRunner runner) => command.Name switch
    {
        "flock" => Flock(command, runner),
        "watch" => Text(command, string.Join(' ', Behind(command, ["-n", "-q", "--interval"], 0))),
        "script" => Text(command, Arguments.Of(command.Arguments, ["-c", "--command", "-O", "-I", "-B", "-E"]).Value("-c", "--command")),
        "su" or "runuser" => SwitchUser(command, runner),
        "ssh" or "autossh" or "mosh" => Ssh(command),
        "sg" => Text(command, string.Join(' ', command.Arguments.SkipWhile(a => a == "-").Skip(1).SkipWhile(a => a == "-c"))),
        "capsh" => runner.Run(["bash", .. command.Arguments.SkipWhile(a => a != "--").Skip(1)], command.At, command.Context, functions: false),
        "env" when Arguments.Of(command.Arguments, Known["env"].Values, stopAtOperand: true) is var read && read.Value("-S", "--split-string") is { } code => Text(command, $"{code} {string.Join(' ', read.Operands)}"),
        _ when _fanOut.Run(command, runner) is { } many => many,
        _ when _containers.Run(command, runner) is { } inside => inside,
        _ when Known.TryGetValue(command.Name, out var wrapper) => Inner(command, runner, Behind(command, wrapper.Values, wrapper.Operands)),
        _ => null,
    };

    /// <summary>The fields of the command inside.</summary>
    private ImmutableArray<string> Behind(Running command, string[] values, int operands)
    {
        var rest = Arguments.Of(command.Arguments, values, stopAtOperand: true).Operands.AsEnumerable();
        // Assignments before the command, as env and sudo have them.
        foreach (var assignment in rest.TakeWhile(IsAssignment))
            walk.Assignments.Set(assignment[..assignment.IndexOf('=', StringComparison.Ordinal)], assignment[(assignment.IndexOf('=', StringComparison.Ordinal) + 1)..], command.At);
        rest = rest.SkipWhile(IsAssignment).Skip(operands);
        return [.. operands > 0 ? rest.SkipWhile(f => f == "--") : rest];
    }

    private static bool IsAssignment(string field) =>
        field.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && field[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private Flow? Inner(Running command, CommandRunner runner, ImmutableArray<string> inside)
    {
        if (!inside.IsEmpty)
            return runner.Run(inside, command.At, command.Context, functions: false);
        // A shell for whoever types there: what it reads decides.
        if (command.Name is "sudo" or "doas" or "nsenter" or "unshare" or "chroot" && command.Context.Input is { } input)
            return Text(command, input.Text);
        return command.Name == "env" ? null : Flow.Any;
    }

    private Flow Text(Running command, string? code)
    {
        if (code is null)
        {
            walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
            return Flow.Any;
        }

        return walk.Script(SymbolicText.Plain(code), ShellDialect.Bash, command.At, command.Context);
    }

    private Flow Flock(Running command, CommandRunner runner)
    {
        var read = Arguments.Of(command.Arguments, ["-w", "-E", "-c", "--timeout", "--command"], stopAtOperand: true);
        var code = read.Value("-c", "--command") ?? (read.Operands is [_, "-c", var given, ..] ? given : null);
        if (code is not null)
            return Text(command, code);
        return read.Operands.Length > 1 ? runner.Run(read.Operands[1..], command.At, command.Context, functions: false) : Flow.Any;
    }

    private Flow SwitchUser(Running command, CommandRunner runner)
    {
        string[] values = ["-c", "--command", "-s", "--shell", "-g", "-G", "-u", "-w", "--user", "--session-command"];
        var read = Arguments.Of(command.Arguments, values);
        if (read.Value("-c", "--command", "--session-command") is { } code)
            return Text(command, code);
        if (command.Name == "runuser" && read.Value("-u", "--user") is not null)
            return Inner(command, runner, Behind(command, values, 0)) ?? Flow.Any;
        return command.Context.Input is { } input ? Text(command, input.Text) : Flow.Any;
    }

    private Flow Ssh(Running command)
    {
        string[] values = ["-p", "-i", "-o", "-l", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-m", "-W", "-w", "-S", "-E", "-e", "-I", "-Q", "-B", "-O"];
        var read = Arguments.Of(command.Arguments, values, stopAtOperand: true);
        var operands = read.Operands;
        // It only passes on what it reads.
        if (read.Value("-W") is not null)
            return Flow.Any;
        // The options of ssh may stand behind the host as well.
        var remote = operands.Length > 1 ? Arguments.Of(operands.AsSpan()[1..], values, stopAtOperand: true).Operands : [];
        if (!remote.IsEmpty)
            return Text(command, string.Join(' ', remote));
        return command.Context.Input is { } input && input != Flow.Silent && operands.Length > 0 ? Text(command, input.Text) : Flow.Any;
    }
}
