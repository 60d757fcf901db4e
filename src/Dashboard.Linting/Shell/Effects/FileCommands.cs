using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Commands that work on files: harmless as long as they write nothing but temporary ones.</summary>
internal static class FileCommands
{
    private static readonly string[] NoValues = [];

    /// <summary>Programs that only read, but for a file that an option names.</summary>
    private static readonly Dictionary<string, string[]> Written = new(StringComparer.Ordinal)
    {
        ["sort"] = ["-o", "--output"],
        ["shuf"] = ["-o", "--output"],
        ["openssl"] = ["-out", "-keyout", "-CAcreateserial", "-writerand"],
        ["gpg"] = ["-o", "--output"],
        ["gpg2"] = ["-o", "--output"],
        ["age"] = ["-o", "--output"],
        ["pg_dump"] = ["-f", "--file"],
        ["pg_dumpall"] = ["-f", "--file"],
        ["mysqldump"] = ["-r", "--result-file"],
        ["tcpdump"] = ["-w"],
    };

    /// <summary>What the command does; null when it is another kind of command.</summary>
    public static Effect? Of(string name, string[] arguments, Scope scope) => name switch
    {
        "rm" => Removes(Arguments.Of(arguments, NoValues), scope),
        "shred" or "wipefs" or "srm" or "wipe" => All(Arguments.Of(arguments, ["-n", "-s", "-t", "-o"]).Operands, scope, Effect.Destroys),
        "chmod" or "chown" or "chgrp" or "chattr" or "setcap" => All(Behind(arguments), scope, Effect.Changes),
        "split" or "csplit" => All([Arguments.Of(arguments, ["-b", "-l", "-n", "-a", "-C", "-f"]).Operands.ElementAtOrDefault(1) ?? "x"], scope, Effect.Changes),
        "patch" => Arguments.Of(arguments, ["-p", "-i", "-d", "-o"]) is var patches && (patches.Has("--dry-run") || (patches.Operands is [var patched, ..] && Temporary(patched, scope)) || scope.Folders.InTemporary) ? Effect.None : Effect.Changes,
        "rmdir" or "unlink" or "mv" or "touch" or "truncate" or "mkdir" or "mkfifo" or "mknod" or "setfacl" or "fallocate" or "sponge" or "rename" or "prename" or "mmv" =>
            All(Arguments.Of(arguments, ["-t", "-m", "-s", "-d", "-r", "-b", "-n", "-l", "--size"]) is var read && name == "mv" && read.Value("-t") is { } into ? read.Operands.Add(into) : read.Operands, scope, name == "truncate" ? Effect.Destroys : Effect.Changes),
        "cp" or "ln" or "install" or "rsync" or "scp" => Copies(name, Arguments.Of(arguments, ["-t", "-m", "-o", "-g", "-e", "-P", "-i", "-S", "-F", "-l", "-c", "--rsh", "--exclude", "--include", "--target-directory"]), scope),
        "sftp" or "rclone" => Effect.Changes,
        "tee" => All(Arguments.Of(arguments, NoValues).Operands, scope, Effect.Changes),
        "dd" => Dumps(arguments, scope),
        "sed" or "perl" or "ruby" when InPlace(name, arguments) => All(Operands(name, arguments), scope, Effect.Changes),
        "tar" or "bsdtar" => Archives(arguments, scope),
        "gzip" or "gunzip" or "bzip2" or "bunzip2" or "xz" or "unxz" or "zstd" or "lz4" => Arguments.Of(arguments, ["-T", "-S", "-o", "-M"]) is var packs
            && (packs.Has("-c", "--stdout", "--to-stdout", "-t", "--test", "-l", "--list") || packs.Operands.IsEmpty) ? Effect.None : All(packs.Operands, scope, Effect.Changes),
        "unzip" => Arguments.Of(arguments, ["-d"]) is var unzips && (unzips.Has("-l", "-t", "-p", "-Z", "-v") || Temporary(unzips.Value("-d"), scope)) ? Effect.None : Effect.Changes,
        "zip" or "7z" or "cpio" => Effect.Changes,
        "find" => Finds(arguments, scope),
        "mktemp" when scope.Assigned("TMPDIR").Any(folder => !Temporary(folder + "/x", scope)) && !Array.Exists(arguments, a => Temporary(a, scope)) => Effect.Changes,
        "mktemp" => Temporary(Arguments.Of(arguments, ["-p", "--tmpdir", "--suffix"]).Operands.FirstOrDefault() ?? "/tmp/x", scope, relative: true)
            && Temporary(Arguments.Of(arguments, ["-p", "--tmpdir"]).Value("-p", "--tmpdir") is { } folder ? folder + "/x" : "/tmp/x", scope) ? Effect.None : Effect.Changes,
        "ssh-keygen" => Keys(Arguments.Of(arguments, ["-f", "-t", "-b", "-C", "-N", "-P", "-s", "-I", "-n", "-V", "-O", "-z", "-Y", "-m", "-E", "-F", "-R", "-r", "-D", "-w", "-Z", "-a"]), scope),
        "uniq" or "xxd" => Arguments.Of(arguments, ["-f", "-s", "-w", "-c", "-l", "-g"]).Operands is [_, var second, ..] && !Temporary(second, scope) ? Effect.Changes : Effect.None,
        "gpg" or "gpg2" when Array.Exists(arguments, a => a.StartsWith("--import", StringComparison.Ordinal) || a.StartsWith("--delete", StringComparison.Ordinal) || a.Contains("-gen", StringComparison.Ordinal) || a.StartsWith("--edit", StringComparison.Ordinal) || a.StartsWith("--recv", StringComparison.Ordinal)) => Effect.Changes,
        _ when Written.TryGetValue(name, out var options) => All([.. Arguments.Of(arguments, options).Values.Where(v => options.Contains(v.Name)).Select(v => v.Value)], scope, Effect.Changes),
        _ => null,
    };

    /// <summary>Whether a file may be written there.</summary>
    public static bool Temporary(string? path, Scope scope, bool relative = false) =>
        path is not null && (TemporaryPaths.Covers(scope, path) || (relative && !path.Contains('/', StringComparison.Ordinal)));

    private static Effect All(IReadOnlyCollection<string> files, Scope scope, Effect effect) =>
        files.All(f => TemporaryPaths.Covers(scope, f)) ? Effect.None : effect;

    private static Effect Removes(Arguments arguments, Scope scope) =>
        All(arguments.Operands, scope, arguments.Has("-r", "-R", "--recursive") ? Effect.Destroys : Effect.Halts);

    private static Effect Copies(string name, Arguments arguments, Scope scope)
    {
        if (name == "rsync" && arguments.Has("-n", "--dry-run", "--list-only"))
            return Effect.None;
        var target = arguments.Value("-t", "--target-directory") ?? arguments.Operands.LastOrDefault();
        if (target is null || Temporary(target, scope))
            return Effect.None;
        return name == "rsync" && arguments.Options.Any(o => o.StartsWith("--delete", StringComparison.Ordinal)) ? Effect.Destroys : Effect.Changes;
    }

    private static Effect Dumps(string[] arguments, Scope scope)
    {
        var target = arguments.FirstOrDefault(a => a.StartsWith("of=", StringComparison.Ordinal))?[3..];
        return target is null || Temporary(target, scope) ? Effect.None
            : target.StartsWith("/dev/", StringComparison.Ordinal) ? Effect.Destroys : Effect.Changes;
    }

    /// <summary>The files behind a mode or an owner. A mode may look like an option: <c>-w</c>, <c>+x</c>.</summary>
    private static string[] Behind(string[] arguments)
    {
        var read = Arguments.Of(arguments, ["--reference", "--from"]);
        var isGiven = read.Value("--reference") is not null
            || read.Options.Any(o => o[0] == '+' || (o[0] == '-' && o[1] != '-' && o.Skip(1).All(c => "rwxXstugoae=+i".Contains(c, StringComparison.Ordinal)) && o is not "-R" and not "-f"));
        return [.. isGiven && read.Operands.Length <= 1 ? read.Operands : read.Operands.Skip(isGiven ? 0 : 1)];
    }

    private static bool InPlace(string name, string[] arguments) => arguments.Any(a =>
        a.StartsWith("--in-place", StringComparison.Ordinal) || (a.Length > 1 && a[0] == '-' && a[1] != '-' && (name == "sed"
            ? a.TakeWhile(c => c is not ('e' or 'f' or 'l')).Contains('i')
            : a.TakeWhile(c => c is not ('e' or 'E' or 'I' or 'M' or 'm')).Contains('i'))));

    private static string[] Operands(string name, string[] arguments)
    {
        var read = Arguments.Of(arguments, ["-e", "-f", "-E", "--expression", "--file", "-l"]);
        // Without -e the first operand of sed is its script.
        return [.. name == "sed" && read.Value("-e", "-f", "--expression", "--file") is null ? read.Operands.Skip(1) : read.Operands];
    }

    private static Effect Archives(string[] arguments, Scope scope)
    {
        if (arguments.Length == 0)
            return Effect.None;
        // `tar xzf` needs no dash; what the letters ask for comes in their order.
        var letters = arguments[0].TrimStart('-');
        var isLong = arguments[0].StartsWith("--", StringComparison.Ordinal);
        bool Asks(char letter, string word) => (!isLong && letters.Contains(letter, StringComparison.Ordinal))
            || arguments.Contains(word) || arguments.Skip(1).Any(a => a.Length > 1 && a[0] == '-' && a[1] != '-' && a.Contains(letter, StringComparison.Ordinal));
        var read = Arguments.Of(arguments, ["-f", "--file", "-C", "--directory"]);
        if (Asks('t', "--list") || Asks('d', "--diff"))
            return Effect.None;
        if (Asks('x', "--extract") || arguments.Contains("--get"))
            return arguments.Contains("-O") || arguments.Contains("--to-stdout") || Temporary(read.Value("-C", "--directory"), scope) || (scope.Folders.InTemporary && read.Value("-C", "--directory") is null) ? Effect.None : Effect.Changes;
        var file = read.Value("-f", "--file") ?? (!isLong && letters.EndsWith('f') ? arguments.ElementAtOrDefault(1) : null);
        return file is null or "-" || Temporary(file, scope) ? arguments.Contains("--remove-files") ? Effect.Destroys : Effect.None : Effect.Changes;
    }

    private static Effect Finds(string[] arguments, Scope scope)
    {
        var effect = arguments.Contains("-delete") ? Effect.Destroys : Effect.None;
        for (var i = 0; i < arguments.Length - 1; i++)
        {
            if (arguments[i] is "-fprint" or "-fprint0" or "-fprintf" or "-fls" && !Temporary(arguments[i + 1], scope))
                effect = effect.Or(Effect.Changes);
        }

        return effect;
    }

    private static Effect Keys(Arguments arguments, Scope scope)
    {
        // Shows, checks and signs to standard output; all else writes files: beside the key, or beside the file that is signed.
        if (arguments.Has("-y", "-l", "-L", "-B", "-F", "-Y", "-Q", "-h") && !arguments.Has("-s", "-R", "-k"))
            return arguments.Value("-Y") is "sign" && arguments.Operands.Any(o => !Temporary(o, scope)) ? Effect.Changes : Effect.None;
        string[] written = arguments.Has("-s") ? [.. arguments.Operands] : [arguments.Value("-f") ?? "~/.ssh/id"];
        return All(written, scope, Effect.Changes);
    }
}
