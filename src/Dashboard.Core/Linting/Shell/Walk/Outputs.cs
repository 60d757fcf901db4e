using Dashboard.Core.Linting.Shell.Commands;

namespace Dashboard.Core.Linting.Shell.Walk;

/// <summary>What programs write: the content of the files they are given, what they read, the environment, or nothing that must be hidden.</summary>
internal static class Outputs
{
    /// <summary>Programs that pass on what they read.</summary>
    private static readonly HashSet<string> Passing =
    [
        "cat", "tac", "nl", "head", "tail", "less", "more", "base64", "base32", "basenc", "xxd", "od", "hexdump", "hd", "strings", "cut", "sed", "awk", "gawk", "mawk", "grep", "egrep", "fgrep", "rg", "zgrep",
        "sort", "uniq", "tr", "fold", "fmt", "rev", "paste", "column", "tee", "dd", "openssl", "gzip", "gunzip", "zcat", "bzip2", "bzcat", "xz", "xzcat", "zstd", "zstdcat", "jq", "yq", "diff", "comm", "join", "expand", "unexpand",
        "shuf", "perl", "python", "python3", "ruby", "iconv", "dos2unix", "bat", "batcat", "pr", "ul", "look", "uuencode", "qrencode", "numfmt", "split", "xargs", "ts", "pv", "cmp", "gpg", "age", "tar", "cpio", "sponge", "vim", "ex", "busybox",
    ];

    /// <summary>Programs that show a part of what they read, which a script names.</summary>
    private static readonly HashSet<string> Choosing = ["awk", "gawk", "mawk", "sed", "cut", "jq", "yq", "perl", "python", "python3", "ruby"];

    /// <summary>Programs that are known to do no harm, whatever stands in their arguments.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "ls", "stat", "file", "wc", "sha256sum", "sha1sum", "sha512sum", "md5sum", "cksum", "b2sum", "basename", "dirname", "realpath", "readlink", "id", "whoami", "groups", "date", "uname", "hostname", "uptime",
        "df", "du", "free", "ps", "pgrep", "pidof", "top", "lsof", "ss", "netstat", "dig", "host", "nslookup", "getent", "ping", "traceroute", "seq", "expr", "bc", "true", "false", "env", "printenv", "nproc", "lscpu",
        "lsblk", "blkid", "findmnt", "mountpoint", "who", "w", "last", "tput", "tty", "stty", "clear", "man", "help", "yes", "logger", "openssl", "ssh-keyscan", "ssh-keygen", "test", "sync", "getconf", "locale", "jobs",
        "dotnet", "java", "go", "cargo", "node", "shellcheck", "shfmt", "namei", "lsattr", "getfacl", "getcap", "cal", "factor", "curl", "wget", "arch", "lsb_release", "ipcs", "vmstat", "iostat", "mpstat", "sar", "journalctl", "gpgv", "notify-send", "kubectx",
    ];

    /// <summary>Whether the program is known here.</summary>
    public static bool Knows(string name) => Passing.Contains(name) || Harmless.Contains(name);

    /// <summary>What a command writes.</summary>
    public static Flow Of(ShellWalk walk, Running command)
    {
        var arguments = command.Arguments;
        return command.Name switch
        {
            "mktemp" => new(null, Marks.Unknown(Marks.Temporary) + "\n"),
            "env" => new(LintCodes.PrintsEnvironment, null),
            "printenv" => arguments.All(a => a.StartsWith('-')) ? new(LintCodes.PrintsEnvironment, null) : Flow.Any,
            "ps" when arguments.Any(a => !a.StartsWith("--", StringComparison.Ordinal) && a.TrimStart('-') is var letters && a[0] != '-' && letters.Contains('e', StringComparison.Ordinal) && letters.All(char.IsAsciiLetter)) => new(LintCodes.PrintsEnvironment, null),
            "ssh-keygen" when Arguments.Of(arguments, ["-f", "-P", "-N", "-C", "-t"]).Has("-y") => new(LintCodes.PrintsPublicKey, null),
            "ssh-keygen" => Flow.Any,
            "vault" or "bao" when arguments.FirstOrDefault(a => !a.StartsWith('-')) is "read" or "print" || arguments is ["kv", "get", ..] or ["token", "lookup", ..] => new(LintCodes.PrintsSecret, null),
            "infisical" when arguments.Any(a => a is "secrets" or "export") => new(LintCodes.PrintsSecret, null),
            "kubectl" or "oc" when arguments.Any(a => a is "secret" or "secrets" || a.StartsWith("secret/", StringComparison.Ordinal) || a.StartsWith("secrets/", StringComparison.Ordinal)) && Arguments.Of(arguments, ["-o", "--output", "-n"]).Value("-o", "--output") is { } format && format is not "name" and not "wide" => new(LintCodes.PrintsSecret, null),
            _ when ShowsContainers(command) => new(LintCodes.PrintsContainerEnvironment, null),
            _ when Passing.Contains(command.Name) => Passed(walk, command),
            _ => Flow.Any,
        };
    }

    private static Flow Passed(ShellWalk walk, Running command)
    {
        if (Keeps(command))
            return Flow.Any;
        if (command.Arguments.Any(a => Marks.Plain(a).StartsWith("/proc/", StringComparison.Ordinal) && Marks.Plain(a).EndsWith("/environ", StringComparison.Ordinal)))
            return new(LintCodes.PrintsEnvironment, null);
        var files = command.Arguments.Where(a => !a.StartsWith('-') || a.Contains('=', StringComparison.Ordinal)).ToArray();
        var given = files.Select(f => SecretPaths.Content(walk, f.StartsWith("if=", StringComparison.Ordinal) ? f[3..] : f)).FirstOrDefault(s => s.Leak is not null);
        if (given is not null)
            return given with { Text = null };
        var leak = command.Arguments.Select(Marks.LeakIn).FirstOrDefault(l => l is not null) ?? command.Around.Input?.Leak;
        // A secret stays one in every part of it; of an environment they choose the part that may be shown.
        if (leak is not LintCodes.PrintsSecret && Choosing.Contains(command.Name) && !(command.Name == "jq" && command.Arguments.All(a => a is "." or "-r" or "-C" or "-M" or "-S")))
            leak = null;
        // What others make of a text is not followed; cat and tee leave it as it is.
        return new(leak, command.Name is "cat" or "tee" && files.All(f => f is "-" || command.Name == "tee") ? command.Around.Input?.Text ?? (command.Around.Input is null ? "" : null)
            : command.Name == "cat" && files is [var one] && walk.ProcessOf(one) is { } process ? process.Text : null);
    }

    /// <summary>Whether the command keeps to itself what it reads: it counts, asks, or shows names alone.</summary>
    private static bool Keeps(Running command)
    {
        var arguments = Arguments.Of(command.Arguments, ["-f", "-e", "-A", "-B", "-C", "-m", "-d", "-F", "-n"]);
        return command.Name switch
        {
            "grep" or "egrep" or "fgrep" or "rg" or "zgrep" => arguments.Has("-q", "--quiet", "--silent", "-c", "--count", "-l", "-L", "--files-with-matches", "--files-without-match"),
            "diff" or "cmp" => arguments.Has("-q", "--brief", "-s", "--silent"),
            "tar" => true,
            "openssl" => command.Arguments.FirstOrDefault() is "dgst" or "version" or "s_client" or "verify" or "x509" or "req" or "rand" or "speed",
            "cut" => arguments.Value("-d") is "=" && command.Arguments.Any(a => a is "-f1" or "1"),
            "awk" => arguments.Value("-F") is "=" && command.Arguments.Any(a => a.Replace(" ", "", StringComparison.Ordinal) is "{print$1}"),
            "openssl-dgst" => true,
            _ => false,
        };
    }

    /// <summary>Whether the command prints the settings of containers as a whole, which hold their environment.</summary>
    private static bool ShowsContainers(Running command)
    {
        var known = VerbTools.Known(command.Name);
        if (known is not ("docker" or "docker-compose"))
            return false;
        var verbs = VerbTools.Find(known)!.Verbs(command.Arguments);
        if (verbs is ["compose", ..])
            (known, verbs) = ("docker-compose", VerbTools.Find("docker-compose")!.Verbs(verbs[1..]));
        if (known == "docker-compose")
            return verbs is ["config" or "convert", .. var options] && !options.Any(o => o is "-q" or "--quiet" or "--services" or "--images" or "--volumes" or "--profiles" || o.StartsWith("--hash", StringComparison.Ordinal));
        if (verbs is ["container", ..])
            verbs = verbs[1..];
        if (verbs is not ["inspect", .. var rest])
            return false;
        var read = Arguments.Of(rest, ["-f", "--format", "--type"]);
        var format = read.Value("-f", "--format");
        if (read.Value("--type") is "volume" or "network" or "image")
            return false;
        return format is null || format.Contains(".Env", StringComparison.Ordinal) || format.Replace(" ", "", StringComparison.Ordinal) is var tight && (tight is "json" or "{{.}}" or "{{json.}}" or "{{.Config}}" or "{{json.Config}}");
    }
}
