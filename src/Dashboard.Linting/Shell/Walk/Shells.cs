using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Shells and other interpreters. Their code is in an argument, a file, or their input.</summary>
internal sealed class Shells(ShellWalk walk)
{
    /// <summary>Python modules that only read and print.</summary>
    private static readonly HashSet<string> Modules = ["json.tool", "platform", "sysconfig", "site", "calendar", "base64"];

    /// <summary>Folders with settings of the host and of its packages.</summary>
    private static readonly string[] Settings = ["/etc/", "/usr/lib/os-release", "/lib/lsb/"];

    private readonly Filters _filters = new(walk);

    /// <summary>Walks the code of an interpreter; null if the command is not one.</summary>
    public Flow? Run(Running command)
    {
        if (command.Name is "." or "source")
            return Sourced(command);
        return command.Program?.Line switch
        {
            null => null,
            { Effect: ProgramEffect.Shell } shell => Shell(command, shell.IsPosix ? ShellDialect.Posix : ShellDialect.Bash),
            { Rule: ProgramRule.Sed } => _filters.Sed(command),
            { Rule: ProgramRule.Awk } => _filters.Awk(command),
            { Effect: ProgramEffect.Looks or ProgramEffect.Unknown, Code.IsEmpty: false } language => Language(command, language.Code),
            _ => null,
        };
    }

    /// <summary>Walks a pinned file that is run by its path.</summary>
    public Flow File(Running command, string field, IReadOnlyList<string> arguments, ShellDialect? dialect = null)
    {
        if (HostScript(command, field) is { } known)
            return known;
        if (walk.Scope.Folders.Pinned(field) is not { } path)
            return Unclear(command);
        walk.Note(FactKind.Uses, path, command.At, code: "runs");
        if (!walk.Material.Files.TryGetValue(path, out var text))
            return walk.Material.NotText.Contains(path) ? Unclear(command) : Flow.Any;
        var first = text.Split('\n', 2)[0].TrimEnd();
        var named = first.StartsWith("#!", StringComparison.Ordinal);
        if (dialect is null && named && walk.Material.Catalogue.Shells.All(n => !first.Contains(n, StringComparison.Ordinal)))
            return ForeignCode.MayDoMore(text) ? Unclear(command) : Flow.Any;
        if (named && first.IndexOf(" -", StringComparison.Ordinal) is var flags and >= 0
            && first[flags..].Contains('x', StringComparison.Ordinal))
            walk.Note(FactKind.Leaks, first, command.At, LintCodes.Traces);
        var called = SymbolicText.Plain(field);
        // Where it goes is its own affair: whoever runs it stays where it was.
        return walk.Apart(() => walk.PinnedScript(path, called, SymbolicText.Harmless(text),
            dialect ?? (first.EndsWith("/sh", StringComparison.Ordinal) ? ShellDialect.Posix : ShellDialect.Bash),
            Positional.Of([.. arguments], called), command.Context));
    }

    private Flow Sourced(Running command)
    {
        var field = command.Arguments.FirstOrDefault(a => a != "--");
        if (field is null)
            return Flow.Any;
        if (walk.Processes.Read(field) is { } process)
            return Text(command, process.Text);
        if (walk.Scope.Folders.Pinned(field) is { } path)
        {
            walk.Note(FactKind.Uses, path, command.At, code: "runs");
            return walk.Material.Files.TryGetValue(path, out var text)
                ? walk.PinnedScript(path, SymbolicText.Plain(field), SymbolicText.Harmless(text), ShellDialect.Bash,
                    command.Arguments.Length > 1
                    ? Positional.Of([.. command.Arguments.SkipWhile(a => a == "--").Skip(1)]) : walk.Scope.Positional, command.Context)
                : walk.Material.NotText.Contains(path) ? Unclear(command) : Flow.Any;
        }

        // Settings of the host, such as /etc/os-release, are not part of the change.
        walk.Scope.ReadsSettings = true;
        if (SymbolicText.IsKnown(field) && Settings.Any(s => field.StartsWith(s, StringComparison.Ordinal)))
            return Flow.Any;
        if (HostScript(command, field) is { } known)
            return known;
        if (field == "/dev/stdin")
            return Text(command, command.Context.Input?.Text);
        return Unclear(command);
    }

    /// <summary>
    /// Notes a script that lies on the host, not beside the runbook; null when it is none. What a team says of its path counts.
    /// </summary>
    private Flow? HostScript(Running command, string field)
    {
        var path = SymbolicText.Plain(field);
        if (path.Length == 0 || !SymbolicText.IsKnown(path) || path is "-" || path.StartsWith("/dev/", StringComparison.Ordinal)
            || path.StartsWith("/proc/", StringComparison.Ordinal) || TemporaryPaths.Covers(walk.Scope, path))
            return null;
        if (walk.Scope.Folders.IsAmongPinned(path))
            return null;
        var full = walk.Scope.Folders.From(path) ?? path;
        walk.Commands.Listed(command, full, full);
        return Flow.Any;
    }

    /// <summary>The pinned file that an interpreter is given. Here a bare word is a path.</summary>
    private string? Program(string file) =>
        walk.Scope.Folders.Pinned(file.AsSpan().IndexOfAny('.', '/') >= 0 ? file : "./" + file);

    private Flow Shell(Running command, ShellDialect dialect)
    {
        var (arguments, code, reads) = (command.Arguments.AsEnumerable().ToList(), (string?)null, false);
        while (arguments.Count > 0 && arguments[0] is ['-' or '+', _, ..] option)
        {
            arguments.RemoveAt(0);
            if (option == "--")
                break;
            if (option is "--rcfile" or "--init-file" or "-o" or "-O" or "+O" or "+o" && arguments.Count > 0)
            {
                if (arguments[0] == "xtrace")
                    walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.Traces);
                if (option is "--rcfile" or "--init-file")
                    Sourced(new(".", null, [".", arguments[0]], command.At, command.Context));
                arguments.RemoveAt(0);
            }
            else if (option[1] != '-')
            {
                if (option.Contains('x', StringComparison.Ordinal) && option[0] == '-')
                    walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.Traces);
                reads |= option.Contains('s', StringComparison.Ordinal);
                if (option.Contains('c', StringComparison.Ordinal))
                {
                    while (arguments.Count > 1 && arguments[0].StartsWith('-'))
                        arguments.RemoveAt(0);
                    if (arguments.Count == 0)
                        return Flow.Any;
                    (code, arguments) = (arguments[0], [.. arguments.Skip(1)]);
                    break;
                }
            }
            else if (option is "--version" or "--help")
            {
                return Flow.Any;
            }
        }

        if (code is not null)
            return Code(command, code, dialect, arguments);
        if (reads || arguments.Count == 0 || arguments[0] is "-" or "/dev/stdin" or "/dev/fd/0")
            return command.Context.Input is { } input
                ? walk.With(Positional.Of([.. arguments.SkipWhile(a => a is "-" or "/dev/stdin" or "/dev/fd/0")]), () =>
                    Text(command, input.Text, dialect)) : Flow.Any;
        if (walk.Processes.Read(arguments[0]) is { } process)
            return Text(command, process.Text, dialect);
        return File(command, PinnedPaths.OfProgram(arguments[0]) is { } path ? "./" + path : arguments[0], arguments[1..], dialect);
    }

    private Flow Code(Running command, string code, ShellDialect dialect, List<string> arguments)
    {
        if (SymbolicText.IsAnyCode(code))
            Unclear(command);
        return walk.With(Positional.Of([.. arguments.Skip(1)], arguments.FirstOrDefault()), () =>
            walk.Script(SymbolicText.Plain(code), dialect, command.At, command.Context));
    }

    private Flow Text(Running command, string? text, ShellDialect dialect = ShellDialect.Bash) =>
        text is null ? Unclear(command) : walk.Script(SymbolicText.Plain(text), dialect, command.At, command.Context);

    private Flow? Language(Running command, ImmutableHashSet<string> options)
    {
        var read = Arguments.Of(command.Arguments, [.. options, "-m", "-W", "-X", "-I", "-M", "-r"], stopAtOperand: true);
        var code = read.Values.Where(v => options.Contains(v.Name)).Select(v => v.Value).FirstOrDefault();
        if (code is null)
        {
            if (read.Value("-m") is { } module)
                return Modules.Contains(module) ? null : Unclear(command);
            var file = read.Operands.FirstOrDefault();
            if (file is null or "-")
                code = command.Context.Input is { } input ? input.Text ?? SymbolicText.Unknown() : "";
            else if (Program(file) is { } path && walk.Material.Files.TryGetValue(path, out var text))
                code = text;
            else if (Program(file) is { } unread && walk.Material.NotText.Contains(unread))
            {
                walk.Note(FactKind.Uses, unread, command.At, code: "runs");
                code = SymbolicText.Unknown();
            }
            else if (!command.Arguments.All(a => a is "--version" or "-V" or "-v" or "--help"))
            {
                if (HostScript(command, file) is not null)
                    return null;
                code = SymbolicText.Unknown();
            }

            code ??= "";
        }

        if (ForeignCode.Destroys(code))
            walk.Note(FactKind.Destroys, command.Words, command.At, stops: true, fields: command.Fields);
        else if (ForeignCode.Changes(code))
            walk.Note(FactKind.Changes, command.Words, command.At, fields: command.Fields);
        else if (SymbolicText.Names(code).Any() || ForeignCode.MayDoMore(code))
            Unclear(command);
        if (command.Context.Output == Sink.Evidence && ForeignCode.Prints(code))
        {
            if (ForeignCode.HoldsEnvironment(code))
                walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.PrintsEnvironment);
            if (walk.Material.Secrets.Any(s => s.StartsWith('/') && code.Contains(s, StringComparison.Ordinal)))
                walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.PrintsSecret);
        }

        // The effect of `perl -i` is judged elsewhere.
        return null;
    }

    private Flow Unclear(Running command)
    {
        walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
        return Flow.Any;
    }
}
