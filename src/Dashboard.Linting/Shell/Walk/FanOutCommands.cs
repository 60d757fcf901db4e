using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Commands that run another one for many things: <c>xargs</c>, <c>parallel</c>, <c>find -exec</c>.</summary>
internal sealed class FanOutCommands(ShellWalk walk)
{
    private static readonly char[] Blanks = [' ', '\n', '\t'];

    /// <summary>Walks the inner commands; null if there are none, or if the command also has an effect of its own.</summary>
    public Flow? Run(Running command, CommandRunner runner) => command.Rule switch
    {
        ProgramRule.Xargs => Xargs(command, runner),
        ProgramRule.Parallel => Parallel(command),
        ProgramRule.Find or ProgramRule.Fd => Find(command, runner),
        _ => null,
    };

    private Flow Xargs(Running command, CommandRunner runner)
    {
        var read = Arguments.Of(command.Arguments, command.Program!.Line.Values, stopAtOperand: true);
        var input = read.Value("-a", "--arg-file") is { } file ? FileContents.Of(walk, file) : command.Context.Input;
        char[] between = read.Has("-0", "--null") ? ['\0'] : read.Value("-d", "--delimiter") is { Length: > 0 } delimiter
            ? [ShellEscapes.Decode(delimiter) is { Length: > 0 } decoded ? decoded[0] : '\n'] : Blanks;
        var words = Items(input, between);
        var context = command.Context with { Input = null };
        // Without a command, xargs runs echo.
        if (read.Operands.IsEmpty)
            return runner.Run(["echo", .. words], command.At, context);
        // With -I the input replaces the placeholder.
        var place = read.Value("-I") ?? read.Options.FirstOrDefault(o => o.StartsWith("--replace", StringComparison.Ordinal)
            || (o.StartsWith("-i", StringComparison.Ordinal) && !o.StartsWith("--", StringComparison.Ordinal))) switch
        {
            null => null,
            "--replace" => read.Values.Where(v => v.Name == "--replace").Select(v => v.Value).FirstOrDefault() ?? "{}",
            var option => option.Length > 2 ? option[2..] : "{}",
        };
        return runner.Run(place is { Length: > 0 } && read.Operands.Any(f => f.Contains(place, StringComparison.Ordinal))
            ? [.. read.Operands.Select(f => f.Replace(place, string.Join(' ', words), StringComparison.Ordinal))]
            : read.Operands.AddRange(words), command.At, context, functions: false);
    }

    /// <summary>GNU's parallel hands each line to a shell.</summary>
    private Flow Parallel(Running command)
    {
        var read = Arguments.Of(command.Arguments, command.Program!.Line.Values, stopAtOperand: true);
        var code = read.Operands.TakeWhile(f => !f.StartsWith(":::", StringComparison.Ordinal)).ToArray();
        var given = read.Operands.Skip(code.Length).Where(f => !f.StartsWith(":::", StringComparison.Ordinal)).ToArray();
        if (given.Length == 0)
            given = [.. Items(read.Value("-a", "--arg-file") is { } file ? FileContents.Of(walk, file) : command.Context.Input, ['\n'])];
        foreach (var item in given)
        {
            var text = code.Length == 0 ? item : code.Any(f => f.Contains('{', StringComparison.Ordinal))
                ? string.Join(' ', code).Replace("{}", item, StringComparison.Ordinal) : $"{string.Join(' ', code)} {item}";
            if (code.Length == 0 && SymbolicText.IsAnyCode(item))
                walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
            walk.Script(SymbolicText.Plain(text), ShellDialect.Bash, command.At, command.Context with { Input = null });
        }

        return Flow.Any;
    }

    private static ImmutableArray<string> Items(Flow? input, char[] between) => input switch
    {
        { Leak: { } leak } => [SymbolicText.Leak(leak)],
        { Text: { } text } when text.AsSpan().Trim().Length > 0 => [.. text.Split(between, StringSplitOptions.RemoveEmptyEntries)],
        _ => [SymbolicText.Unknown()],
    };

    private static Flow? Find(Running command, CommandRunner runner)
    {
        var paths = Paths(command.Arguments).DefaultIfEmpty(".").ToArray();
        for (var i = 0; i < command.Arguments.Length; i++)
        {
            if (command.Arguments[i] is not ("-exec" or "-execdir" or "-ok" or "-okdir" or "-x" or "--exec" or "-X" or "--exec-batch"))
                continue;
            var inside = command.Arguments.Skip(i + 1).TakeWhile(a => a is not ";" and not "+").ToArray();
            foreach (var found in paths.SelectMany(Below).Where(_ => inside.Length > 0))
                runner.Run([.. inside.Select(a => a.Replace("{}", found, StringComparison.Ordinal))], command.At, command.Context,
                    functions: false);
        }

        return null;
    }

    /// <summary>The paths where find begins.</summary>
    public static IEnumerable<string> Paths(string[] arguments) =>
        arguments.TakeWhile(a => a.Length > 0 && a[0] is not '-' and not '(' and not '!');

    /// <summary>What find returns for a path: the path itself, and everything below it.</summary>
    public static IEnumerable<string> Below(string path) => [path, $"{path.TrimEnd('/')}/{SymbolicText.Glob}**"];
}
