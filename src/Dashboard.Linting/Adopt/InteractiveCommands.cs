using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Dashboard.Linting.Adopt;

/// <summary>
/// Tells commands that need a person at a keyboard, or that never end: nothing that a step could run.
/// </summary>
internal static class InteractiveCommands
{
    private static readonly FrozenSet<string> Wrappers = new[] { "sudo", "doas", "env", "time", "nice", "command", "exec",
        "nohup" }.ToFrozenSet();

    private static readonly FrozenSet<string> Always = new[]
    {
        "vi", "vim", "nvim", "nano", "emacs", "pico", "ed", "joe", "visudo", "vipw", "vigr", "sudoedit", "less", "more", "most", "man",
            "top",
        "htop", "atop", "iotop", "btop", "k9s", "mc", "tmux", "screen", "telnet", "ftp", "nmtui", "gdb", "read", "select", "minicom",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Shells and clients that ask at a prompt unless these options, or an input, say what to do.</summary>
    private static readonly FrozenDictionary<string, string[]> Clients = new Dictionary<string, string[]>
    {
        ["psql"] = ["-c", "-f", "-l", "--command", "--file", "--list", "-V", "--version"],
        ["mysql"] = ["-e", "--execute", "-V", "--version"],
        ["mariadb"] = ["-e", "--execute", "-V", "--version"],
        ["mongo"] = ["--eval", "--version"],
        ["mongosh"] = ["--eval", "--file", "-f", "--version"],
        ["cqlsh"] = ["-e", "-f", "--execute", "--file", "--version"],
        ["clickhouse-client"] = ["-q", "--query", "--queries-file", "--version"],
        ["sqlplus"] = ["-V"],
        ["rails"] = [],
        ["gitlab-rails"] = [],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Programs that ask at a prompt when no operand says what to do.</summary>
    private static readonly FrozenSet<string> Bare =
        new[] { "bash", "sh", "zsh", "fish", "dash", "ksh", "python", "python3", "node", "irb", "redis-cli", "su", "passwd", "bc", "cat",
            "sftp" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Why no step can run a command; null when one can.</summary>
    public static string? Why(WrittenCommand command)
    {
        var words = Unwrapped(command.Words, out var opensShell);
        if (opensShell)
            return "opens a shell";
        if (words is not [{ } path, .. var arguments])
            return null;
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Always.Contains(name) && !(name is "read" or "less" or "more" && command.IsFed) && !IsHelp(arguments))
            return "needs a person at the keyboard";
        if (NeverEnds(name, arguments))
            return "does not end by itself";
        if (command.IsFed || IsHelp(arguments))
            return null;
        return Asks(name, arguments) ? "asks at a prompt" : null;
    }

    private static ImmutableArray<string?> Unwrapped(ImmutableArray<string?> words, out bool opensShell)
    {
        opensShell = false;
        while (words is [{ } wrapper, ..] && Wrappers.Contains(wrapper))
        {
            var isSudo = wrapper is "sudo" or "doas";
            words = words.RemoveAt(0);
            while (words is [{ } option, ..] && (option.StartsWith('-') || option.Contains('=', StringComparison.Ordinal)))
            {
                var takesValue = isSudo ? option is "-u" or "-g" or "-U" or "--user" or "--group" : wrapper == "nice" && option == "-n";
                opensShell |= isSudo && option is "-i" or "-s" or "--login" or "--shell";
                words = words.RemoveRange(0, takesValue && words.Length > 1 ? 2 : 1);
            }

            opensShell &= words.IsEmpty;
        }

        return words;
    }

    private static bool IsHelp(IEnumerable<string?> arguments) => arguments.Any(a => a is "--help" or "--version");

    private static bool NeverEnds(string name, ImmutableArray<string?> arguments) => name switch
    {
        "tail" => Has(arguments, "-f", "-F", "--follow"),
        "journalctl" => Has(arguments, "-f", "--follow"),
        "watch" or "tcpdump" when !Has(arguments, "-c", "-G") => true,
        "ping" or "ping6" => !Has(arguments, "-c"),
        "dmesg" => Has(arguments, "-w", "--follow"),
        "redis-cli" => arguments.Contains("monitor") || arguments.Contains("MONITOR"),
        "kubectl" or "oc" or "k3s" => arguments.Contains("port-forward") || arguments.Contains("proxy")
            || (arguments.Contains("logs") && Has(arguments, "-f", "--follow"))
            || (arguments.Contains("get") && Has(arguments, "-w", "--watch")),
        "docker" or "podman" or "nerdctl" => arguments.Contains("attach") || (arguments.Contains("logs") && Has(arguments, "-f",
            "--follow"))
            || ComposeUp(arguments),
        "docker-compose" or "podman-compose" => ComposeUp(["compose", .. arguments]) || (arguments.Contains("logs") && Has(arguments,
            "-f")),
        _ => false,
    };

    private static bool ComposeUp(ImmutableArray<string?> arguments) => arguments.Contains("compose") && arguments.Contains("up")
        && !Has(arguments, "-d", "--detach", "--wait", "--no-start");

    private static bool Asks(string name, ImmutableArray<string?> arguments) => name switch
    {
        _ when Clients.TryGetValue(name, out var says) => !Has(arguments, says) && !(name is "rails" && !arguments.Contains("console"))
            && !(name is "gitlab-rails" && arguments is not ["console" or "dbconsole", ..]),
        "cat" => arguments.IsEmpty,
        _ when Bare.Contains(name) => !arguments.Any(a => a is null || !a.StartsWith('-') || a is "-c" || a.StartsWith("-c",
            StringComparison.Ordinal)),
        "ssh" => Operands(arguments, "-i", "-p", "-l", "-o", "-F", "-J", "-L", "-R", "-D", "-b", "-c", "-m", "-S", "-W") == 1
            && !Has(arguments, "-N", "-f", "-V", "-O"),
        "sqlite3" => Operands(arguments) == 1,
        "crontab" => Has(arguments, "-e"),
        "systemctl" => arguments.Contains("edit") && !Has(arguments, "--stdin"),
        "kubectl" or "oc" => arguments.Contains("edit") || (arguments.Contains("exec") && IsShell(arguments)),
        "docker" or "podman" or "nerdctl" or "docker-compose" or "lxc" => (arguments.Contains("exec") || arguments.Contains("run"))
            && IsShell(arguments),
        "git" => arguments.Contains("rebase") && Has(arguments, "-i", "--interactive")
            || arguments is ["commit", ..] && !Has(arguments, "-m", "-F", "-C", "--message", "--no-edit", "--file", "-am"),
        _ => false,
    };

    private static bool IsShell(ImmutableArray<string?> arguments) =>
        arguments is [.., { } last] && last[(last.LastIndexOf('/')
            + 1)..] is "bash" or "sh" or "ash" or "zsh" or "psql" or "mysql" or "redis-cli";

    private static bool Has(ImmutableArray<string?> arguments, params string[] options) => arguments.OfType<string>().Any(a =>
        options.Any(o =>
        a == o || (o.StartsWith("--", StringComparison.Ordinal) && a.StartsWith(o + "=", StringComparison.Ordinal))
        || (o is ['-', not '-'] && a is ['-', not '-', ..] && a.AsSpan(1).IndexOf(o[1]) is var at and >= 0 && a.AsSpan(1,
        at).IndexOfAnyExceptInRange('A', 'z') < 0)));

    private static int Operands(ImmutableArray<string?> arguments, params string[] withValue)
    {
        var count = 0;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is { } option && option.StartsWith('-'))
                i += withValue.Contains(option) ? 1 : 0;
            else
                count++;
        }

        return count;
    }
}
