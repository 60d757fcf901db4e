using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Walks the builtins of the shell.</summary>
internal sealed class Builtins(ShellWalk walk)
{
    private const int MostLines = 8;

    /// <summary>Walks a builtin; null if the command is not one.</summary>
    public Flow? Run(Running command, CommandRunner runner)
    {
        switch (command.Name)
        {
            case "jobs" when command.Arguments is ["-x", .. var inside] && inside.Length > 0:
                return runner.Run([.. inside], command.At, command.Context, functions: false);
            case "compgen" when Arguments.Of(command.Arguments, ["-C"]).Value("-C") is { } generator:
                return Code(command, generator);
            case ":" or "true" or "false" or "test" or "[" or "exit" or "return" or "break" or "continue" or "wait" or "umask" or "ulimit"
                or "sleep" or "unset" or "type" or "dirs" or "times" or "bg" or "fg" or "jobs"
                or "disown" or "caller" or "logout" or "suspend" or "getopts" or "let" or "whereis"
                or "bind" or "complete" or "compopt" or "compgen" or "history" or "fc":
                return Flow.Any;
            case "which":
                return new(null, command.Arguments is [var program] && SymbolicText.IsKnown(program) ? program + "\n" : null);
            case "echo":
                return Echo(command);
            case "printf":
                return Printf(command);
            case "read":
                return Read(command);
            case "mapfile" or "readarray":
                return ReadArray(command);
            case "pwd":
                return new(null, walk.Scope.Folders.Printed is { } here ? here + "\n" : null);
            case "cd" when command.Arguments is ["-"]:
                walk.Scope.Folders = walk.Scope.Folders.Back();
                return Flow.Any;
            case "cd" or "pushd":
                Go(command.Arguments.LastOrDefault(a => a is not "-P" and not "-L" and not "--") ?? "~");
                return Flow.Silent;
            case "popd":
                walk.Scope.Folders = walk.Scope.Folders.Back();
                return Flow.Silent;
            case "shift":
                walk.Scope.Positional = walk.Scope.Positional.Shifted(command.Arguments.Length == 0 ? 1
                    : int.TryParse(command.Arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null);
                return Flow.Silent;
            case "shopt":
                if (command.Arguments.Any(a => a == "xtrace") && Arguments.Of(command.Arguments, []).Has("-s") && walk.Scope.Untaken == 0)
                    walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.Traces);
                return Flow.Any;
            case "set":
                return Set(command);
            case "eval":
                return Code(command, string.Join(' ', command.Arguments));
            case "trap":
                return command.Arguments.FirstOrDefault(a => a is not "--" and not "-p" and not "-l") is { } action and not "-" and not ""
                    ? Later(command, action) : Flow.Silent;
            case "alias":
                foreach (var alias in command.Arguments.Where(a => a.Contains('=', StringComparison.Ordinal)))
                    walk.Scope.Aliases[alias.Split('=')[0]] = alias[(alias.IndexOf('=', StringComparison.Ordinal) + 1)..];
                return Flow.Silent;
            case "exec" or "builtin" or "command":
                return Prefixed(command, runner);
            case "hash" when command.Arguments.Contains("-p"):
            case "enable" when command.Arguments.Contains("-f"):
                walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
                return Flow.Silent;
            case "hash" or "enable":
                return Flow.Silent;
            default:
                return null;
        }
    }

    /// <summary>Walks <c>export</c>, <c>declare</c> and similar.</summary>
    /// <param name="command">The command, without its assignments.</param>
    /// <param name="bare">Whether there are no assignments.</param>
    public Flow Declare(Running command, bool bare)
    {
        var names = command.Arguments.Where(a => !a.StartsWith('-') && !a.StartsWith('+')).ToArray();
        // `declare -p name` prints the value.
        if (command.Arguments.Contains("-p") && names.SelectMany(walk.Scope.Values)
            .Select(SymbolicText.LeakIn).FirstOrDefault(l => l is not null) is { } leak)
        {
            if (command.Context.Output == Sink.Evidence)
                walk.Note(FactKind.Leaks, command.Words, command.At, leak);
            return new(leak, null);
        }

        if (!bare || names.Length > 0 || command.Name is "local" or "nameref" || command.Arguments.Any(a => a is "-f" or "-F"))
            return Flow.Silent;
        if (command.Context.Output == Sink.Evidence)
            walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.PrintsEnvironment);
        return new(LintCodes.PrintsEnvironment, null);
    }

    private Flow Code(Running command, string code)
    {
        // An unknown value that is run as code could be anything.
        if (SymbolicText.IsAnyCode(code))
            walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
        return walk.Script(SymbolicText.Plain(code), ShellDialect.Bash, command.At, command.Context);
    }

    /// <summary>Walks code that runs later, when its variables may have other values.</summary>
    private Flow Later(Running command, string code)
    {
        walk.Scope.Loops++;
        var output = Code(command, code);
        walk.Scope.Loops--;
        return output;
    }

    private static Flow Prefixed(Running command, CommandRunner runner)
    {
        var read = Arguments.Of(command.Arguments, command.Name == "exec" ? ["-a"] : [], stopAtOperand: true);
        if (command.Name == "command" && read.Has("-v", "-V"))
            return new(null, read.Operands is [var program] && SymbolicText.IsKnown(program) ? program + "\n" : null);
        return read.Operands.IsEmpty ? Flow.Any : runner.Run(read.Operands, command.At, command.Context, functions: false);
    }

    private static Flow Echo(Running command)
    {
        var arguments = command.Arguments.AsSpan();
        var (escapes, newline) = (false, "\n");
        while (arguments.Length > 0 && arguments[0] is ['-', ..] flags && flags.Length > 1 && flags.AsSpan(1).IndexOfAnyExcept("neE") < 0)
        {
            escapes |= flags.Contains('e', StringComparison.Ordinal);
            newline = flags.Contains('n', StringComparison.Ordinal) ? "" : newline;
            arguments = arguments[1..];
        }

        var text = SymbolicText.Plain(string.Join(' ', arguments.ToArray()));
        return new(SymbolicText.LeakIn(text), (escapes ? ShellEscapes.Decode(text) : text) + newline);
    }

    private Flow Printf(Running command)
    {
        var (arguments, variable) = (command.Arguments, (string?)null);
        if (arguments is ["-v", var name, ..])
            (arguments, variable) = (arguments[2..], name);
        if (arguments is ["--", ..])
            arguments = arguments[1..];
        if (arguments.Length == 0)
            return Flow.Silent;
        var text = ShellEscapes.Decode(PrintfText.Of(SymbolicText.Plain(arguments[0]), arguments[1..]));
        var leak = arguments.Select(SymbolicText.LeakIn).FirstOrDefault(l => l is not null);
        if (variable is null)
            return new(leak, text);
        walk.Scope.Assign(variable, leak is null ? text : SymbolicText.Leak(leak));
        return Flow.Silent;
    }

    private Flow Read(Running command)
    {
        var read = Arguments.Of(command.Arguments, ["-a", "-d", "-i", "-n", "-N", "-p", "-t", "-u"]);
        string[] names = read.Value("-a") is { } array ? [array] : read.Operands.IsEmpty ? ["REPLY"] : [.. read.Operands];
        var input = Input(command, read);
        if (read.Value("-a") is not null && input is { Leak: null, Text: { } list })
        {
            walk.Scope.Assign(names[0],
                string.Join(SymbolicText.Split,
                    list.Split([' ', '\t', '\n', .. walk.Scope.Separators], StringSplitOptions.RemoveEmptyEntries)
                        .Select(f => SymbolicText.Kept + f)));
            return Flow.Silent;
        }

        // In a loop, each line is read in turn.
        string[] lines = names.Length == 1 && input is { Leak: null, Text: { } text }
            && text.TrimEnd('\n').Split('\n') is { Length: <= MostLines } some ? some : [Lines(input)];
        foreach (var line in lines)
        {
            foreach (var name in names)
                walk.Scope.Assign(name, line);
        }

        return Flow.Silent;
    }

    private Flow ReadArray(Running command)
    {
        var read = Arguments.Of(command.Arguments, ["-d", "-n", "-O", "-s", "-u", "-C", "-c"]);
        walk.Scope.Assign(read.Operands.LastOrDefault() ?? "MAPFILE", Lines(Input(command, read)));
        // `mapfile -C` runs a command for the lines it reads.
        return read.Value("-C") is { } callback ? Code(command, callback) : Flow.Silent;
    }

    private Flow? Input(Running command, Arguments read) =>
        read.Value("-u") is { } descriptor
            ? walk.Scope.Descriptors.GetValueOrDefault(SymbolicText.First(descriptor) ?? descriptor)?.Reads ?? Flow.Any
            : command.Context.Input;

    private void Go(string folder) =>
        walk.Scope.Folders = walk.Scope.Folders.Go(SymbolicText.Plain(folder), TemporaryPaths.Covers(walk.Scope, folder + "/x"));

    private static string Lines(Flow? input) => input?.Leak is { } leak ? SymbolicText.Leak(leak) : SymbolicText.Unknown();

    private Flow Set(Running command)
    {
        var arguments = command.Arguments;
        if (arguments.Length == 0)
            return new(LintCodes.PrintsEnvironment, null);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--")
            {
                walk.Scope.Positional = walk.Scope.Positional.Set([.. arguments.Skip(i + 1)]);
                break;
            }

            if (walk.Scope.Untaken == 0 && ((arguments[i].StartsWith('-') && arguments[i].Contains('x', StringComparison.Ordinal))
                || (arguments[i] == "xtrace" && i > 0 && arguments[i - 1].StartsWith('-'))))
                walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.Traces);
            if (arguments[i].Length > 0 && arguments[i][0] is not '-' and not '+' && (i == 0 || !arguments[i - 1].EndsWith('o')))
            {
                walk.Scope.Positional = walk.Scope.Positional.Set([.. arguments.Skip(i)]);
                break;
            }
        }

        return Flow.Silent;
    }
}
