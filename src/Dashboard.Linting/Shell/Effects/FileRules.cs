using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Programs that work on files and say in their own way which. They do no harm as long as these are temporary.</summary>
internal static class FileRules
{
    /// <summary><c>chmod MODE FILE…</c>: a mode may look like an option, <c>-w</c> or <c>+x</c>.</summary>
    public static Effect ChangesMode(CatalogueLine line, string[] arguments, Scope scope)
    {
        var read = Arguments.Of(arguments, line.Values);
        var isGiven = read.Value("--reference") is not null
            || read.Options.Any(o =>
                o[0] == '+' || (o[0] == '-' && o[1] != '-' && o.Skip(1).All(c => "rwxXstugoae=+i".Contains(c, StringComparison.Ordinal))
                    && o is not "-R" and not "-f"));
        return Writes(isGiven && read.Operands.Length <= 1 ? read.Operands : read.Operands.Skip(isGiven ? 0 : 1), scope, Effect.Changes);
    }

    /// <summary><c>split FILE PREFIX</c>; without a prefix, beside where the script is.</summary>
    public static Effect Splits(CatalogueLine line, string[] arguments, Scope scope) =>
        Writes([Arguments.Of(arguments, line.Values).Operands.ElementAtOrDefault(1) ?? "x"], scope, Effect.Changes);

    /// <summary><c>patch FILE</c>, or whatever the patch names.</summary>
    public static Effect Patches(CatalogueLine line, string[] arguments, Scope scope)
    {
        var read = Arguments.Of(arguments, line.Values);
        var isTemporary = scope.Folders.InTemporary || (read.Operands is [var patched, ..] && IsTemporary(patched, scope));
        return isTemporary || read.Has("--dry-run") ? Effect.None : Effect.Changes;
    }

    /// <summary><c>dd if=FILE of=FILE</c>: what it writes to a device is lost there.</summary>
    public static Effect Dumps(string[] arguments, Scope scope)
    {
        var target = arguments.FirstOrDefault(a => a.StartsWith("of=", StringComparison.Ordinal))?[3..];
        return target is null || IsTemporary(target, scope) ? Effect.None
            : target.StartsWith("/dev/", StringComparison.Ordinal) ? Effect.Destroys : Effect.Changes;
    }

    /// <summary><c>sed -i</c>, <c>perl -pi</c>: the letters behind which a value stands differ.</summary>
    public static Effect EditsInPlace(ProgramRule rule, string[] arguments, Scope scope)
    {
        var isSed = rule == ProgramRule.Sed;
        if (!arguments.Any(a => IsInPlace(a, isSed ? "efl" : "eEIMm")))
            return Effect.None;
        var read = Arguments.Of(arguments, ["-e", "-f", "-E", "--expression", "--file", "-l"]);
        // Without -e the first operand of sed is its script.
        var hasScript = isSed && read.Value("-e", "-f", "--expression", "--file") is null;
        return Writes(read.Operands.Skip(hasScript ? 1 : 0), scope, Effect.Changes);
    }

    /// <summary><c>unzip FILE -d FOLDER</c>.</summary>
    public static Effect Unzips(CatalogueLine line, string[] arguments, Scope scope)
    {
        var read = Arguments.Of(arguments, line.Values);
        var isTemporary = read.Value("-d") is { } folder && IsTemporary(folder, scope);
        return isTemporary || read.Has("-l", "-t", "-p", "-Z", "-v") ? Effect.None : Effect.Changes;
    }

    /// <summary><c>find -delete</c> and <c>find -fprint FILE</c>. What <c>-exec</c> runs is another command's matter.</summary>
    public static Effect Finds(string[] arguments, Scope scope)
    {
        var effect = arguments.Contains("-delete") ? Effect.Destroys : Effect.None;
        for (var i = 0; i < arguments.Length - 1; i++)
        {
            if (arguments[i] is "-fprint" or "-fprint0" or "-fprintf" or "-fls" && !IsTemporary(arguments[i + 1], scope))
                effect = effect.Or(Effect.Changes);
        }

        return effect;
    }

    /// <summary><c>mktemp</c>, unless it is led out of the temporary folder.</summary>
    public static Effect MakesTemporary(string[] arguments, Scope scope)
    {
        if (scope.Assigned("TMPDIR").Any(folder => !IsTemporary(folder + "/x", scope))
            && !Array.Exists(arguments, a => IsTemporary(a, scope)))
            return Effect.Changes;
        var template = Arguments.Of(arguments, ["-p", "--tmpdir", "--suffix"]).Operands.FirstOrDefault() ?? "/tmp/x";
        var folder = Arguments.Of(arguments, ["-p", "--tmpdir"]).Value("-p", "--tmpdir");
        return (IsTemporary(template, scope) || !template.Contains('/', StringComparison.Ordinal))
            && IsTemporary(folder is null ? "/tmp/x" : folder + "/x", scope)
            ? Effect.None : Effect.Changes;
    }

    /// <summary>
    /// <c>ssh-keygen</c> shows, checks and signs to its output; all else writes files: beside the key, or beside the file that is signed.
    /// </summary>
    public static Effect MakesKeys(CatalogueLine line, string[] arguments, Scope scope)
    {
        var read = Arguments.Of(arguments, line.Values);
        if (read.Has("-y", "-l", "-L", "-B", "-F", "-Y", "-Q", "-h") && !read.Has("-s", "-R", "-k"))
            return read.Value("-Y") is "sign" && read.Operands.Any(o => !IsTemporary(o, scope)) ? Effect.Changes : Effect.None;
        return Writes(read.Has("-s") ? read.Operands : [read.Value("-f") ?? "~/.ssh/id"], scope, Effect.Changes);
    }

    private static bool IsInPlace(string argument, string last) => argument.StartsWith("--in-place", StringComparison.Ordinal)
        || (argument.Length > 1 && argument[0] == '-' && argument[1] != '-'
            && argument.TakeWhile(c => !last.Contains(c, StringComparison.Ordinal)).Contains('i'));

    private static bool IsTemporary(string path, Scope scope) => TemporaryPaths.Covers(scope, path);

    private static Effect Writes(IEnumerable<string> files, Scope scope, Effect effect) =>
        LineEffects.AreTemporary(files, scope) ? Effect.None : effect;
}
