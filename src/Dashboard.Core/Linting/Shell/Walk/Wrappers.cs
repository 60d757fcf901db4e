using System.Collections.Immutable;
using Dashboard.Core.Linting.Shell.Commands;
using Dashboard.Core.Linting.Shell.Syntax;

namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>Commands that run another command, which stands in their arguments.</summary>
internal sealed class Wrappers(ShellWalk walk)
{
    /// <summary>Where the other command begins: options that take a value, and operands before it.</summary>
    private static readonly Dictionary<string, (string[] Values, int Operands)> Known = new(StringComparer.Ordinal)
    {
        ["sudo"] = (["-u", "-g", "-h", "-p", "-C", "-T", "-r", "-t", "-D", "-R", "-U", "--user", "--group", "--host", "--chdir"], 0),
        ["doas"] = (["-u", "-C"], 0),
        ["pkexec"] = (["--user"], 0),
        ["env"] = (["-u", "-C", "--unset", "--chdir"], 0),
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
    };

    /// <summary>Walks the command inside; null when the command is no wrapper.</summary>
    public Flow? Run(Running command, CommandRunner runner) => command.Name switch
    {
        "flock" => Flock(command, runner),
        "xargs" => Xargs(command, runner),
        "find" => Find(command, runner),
        "parallel" => Inner(command, runner, Behind(command, ["-j", "--jobs", "-S", "-a", "--arg-file"], 0, stopAt: ":::")),
        "watch" => Text(command, string.Join(' ', Behind(command, ["-n", "-q", "--interval"], 0))),
        "script" => Text(command, Arguments.Of(command.Arguments, ["-c", "--command", "-O", "-I", "-B", "-E"]).Value("-c", "--command")),
        "su" or "runuser" => SwitchUser(command, runner),
        "ssh" => Ssh(command),
        "env" when command.Arguments.Any(a => a is "-S" || a.StartsWith("--split-string", StringComparison.Ordinal)) => Text(command, string.Join(' ', command.Arguments.SkipWhile(a => a != "-S" && !a.StartsWith("--split-string", StringComparison.Ordinal)).Select(a => a is "-S" ? "" : a.Replace("--split-string=", "", StringComparison.Ordinal)))),
        "docker" or "podman" or "nerdctl" when Exec(command) is { } inside => Entered(command, runner, inside),
        _ when Known.TryGetValue(command.Name, out var wrapper) => Inner(command, runner, Behind(command, wrapper.Values, wrapper.Operands)),
        _ => null,
    };

    /// <summary>The fields of the command inside.</summary>
    private static ImmutableArray<string> Behind(Running command, string[] values, int operands, string? stopAt = null)
    {
        var rest = Arguments.Of(command.Arguments, values, stopAtOperand: true).Operands.AsEnumerable();
        // Assignments before the command, as env and sudo have them.
        rest = rest.SkipWhile(f => f.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && f[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '_')).Skip(operands);
        if (operands > 0)
            rest = rest.SkipWhile(f => f == "--");
        return [.. stopAt is null ? rest : rest.TakeWhile(f => !f.StartsWith(stopAt, StringComparison.Ordinal))];
    }

    private Flow? Inner(Running command, CommandRunner runner, ImmutableArray<string> inside)
    {
        if (!inside.IsEmpty)
            return runner.Run(inside, command.At, command.Around, functions: false);
        // A shell for whoever types there: what it reads decides.
        if (command.Name is "sudo" or "doas" or "nsenter" or "unshare" or "chroot" && command.Around.Input is { } input)
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

        return walk.Script(Marks.Plain(code), ShellDialect.Bash, command.At, command.Around);
    }

    private Flow Flock(Running command, CommandRunner runner)
    {
        var read = Arguments.Of(command.Arguments, ["-w", "-E", "-c", "--timeout", "--command"], stopAtOperand: true);
        var code = read.Value("-c", "--command") ?? (read.Operands is [_, "-c", var given, ..] ? given : null);
        if (code is not null)
            return Text(command, code);
        return read.Operands.Length > 1 ? runner.Run(read.Operands[1..], command.At, command.Around, functions: false) : Flow.Any;
    }

    private static Flow Xargs(Running command, CommandRunner runner)
    {
        var inside = Behind(command, ["-I", "-n", "-P", "-L", "-d", "-E", "-s", "-a", "--arg-file", "--max-args", "--max-procs", "--delimiter", "--replace"], 0);
        var input = command.Around.Input;
        var more = input is null || input.Text?.Trim().Length == 0 ? Marks.Unknown()
            : input.Leak is { } leak ? Marks.Leak(leak) : input.Text ?? Marks.Unknown();
        var options = Arguments.Of(command.Arguments, ["-d", "--delimiter"], stopAtOperand: true);
        char[] between = options.Has("-0", "--null") ? ['\0'] : options.Value("-d", "--delimiter") is { Length: > 0 } delimiter ? [ShellEscapes.Decode(delimiter)[0]] : [' ', '\n', '\t'];
        ImmutableArray<string> words = input is { Leak: null, Text: not null } ? [.. more.Split(between, StringSplitOptions.RemoveEmptyEntries)] : [more];
        // Alone it echoes; with -I what it reads stands in the place of the braces, so both are looked at.
        if (inside.IsEmpty)
            return runner.Run(["echo", .. words], command.At, command.Around with { Input = null });
        var place = Arguments.Of(command.Arguments, ["-I"]).Value("-I") ?? "{}";
        var all = inside.Any(f => f.Contains(place, StringComparison.Ordinal)) && command.Arguments.Any(a => a.StartsWith("-I", StringComparison.Ordinal) || a.StartsWith("--replace", StringComparison.Ordinal) || a == "-i")
            ? inside.Select(f => f.Replace(place, string.Join(' ', words), StringComparison.Ordinal)).ToImmutableArray()
            : inside.AddRange(words);
        return runner.Run(all, command.At, command.Around with { Input = null }, functions: false);
    }

    private static Flow? Find(Running command, CommandRunner runner)
    {
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            if (command.Arguments[i] is not ("-exec" or "-execdir" or "-ok" or "-okdir"))
                continue;
            var inside = command.Arguments.Skip(i + 1).TakeWhile(a => a is not ";" and not "+").Select(a => a.Replace("{}", command.Arguments[0], StringComparison.Ordinal)).ToImmutableArray();
            if (!inside.IsEmpty)
                runner.Run(inside, command.At, command.Around, functions: false);
        }

        return null;
    }

    private Flow SwitchUser(Running command, CommandRunner runner)
    {
        string[] values = ["-c", "--command", "-s", "--shell", "-g", "-G", "-u", "-w", "--user", "--session-command"];
        var read = Arguments.Of(command.Arguments, values);
        if (read.Value("-c", "--command", "--session-command") is { } code)
            return Text(command, code);
        if (command.Name == "runuser" && read.Value("-u", "--user") is not null)
            return Inner(command, runner, Behind(command, values, 0)) ?? Flow.Any;
        return command.Around.Input is { } input ? Text(command, input.Text) : Flow.Any;
    }

    private Flow Ssh(Running command)
    {
        string[] values = ["-p", "-i", "-o", "-l", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-m", "-W", "-w", "-S", "-E", "-e", "-I", "-Q", "-B", "-O"];
        var operands = Arguments.Of(command.Arguments, values, stopAtOperand: true).Operands;
        // The options of ssh may stand behind the host as well.
        var remote = operands.Length > 1 ? Arguments.Of(operands.AsSpan()[1..], values, stopAtOperand: true).Operands : [];
        if (!remote.IsEmpty)
            return Text(command, string.Join(' ', remote));
        return command.Around.Input is { } input && input != Flow.Silent && operands.Length > 0 ? Text(command, input.Text) : Flow.Any;
    }

    private static ImmutableArray<string>? Exec(Running command)
    {
        var verbs = VerbTools.Find(command.Name)!.Verbs(command.Arguments);
        if (verbs is ["compose", ..])
            verbs = VerbTools.Find("docker-compose")!.Verbs(verbs[1..]);
        else if (verbs is ["container", ..])
            verbs = verbs[1..];
        if (verbs is not ["exec", ..])
            return null;
        return [.. Arguments.Of(verbs.AsSpan()[1..], ["-u", "--user", "-w", "--workdir", "-e", "--env", "--env-file", "--detach-keys", "--index"], stopAtOperand: true).Operands.Skip(1)];
    }

    /// <summary>A command in a container: it changes the container's state for the engine, whatever it does inside.</summary>
    private Flow Entered(Running command, CommandRunner runner, ImmutableArray<string> inside)
    {
        walk.Note(FactKind.Changes, command.Words, command.At, fields: command.Fields);
        return inside.IsEmpty ? Flow.Any : runner.Run(inside, command.At, command.Around, functions: false);
    }
}
