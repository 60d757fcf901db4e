using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Options whose value is a command that the program runs, such as <c>rsync -e</c> and <c>ssh -o ProxyCommand=…</c>.</summary>
internal static class CommandOptions
{
    /// <summary>Walks the commands in the options of a command.</summary>
    public static void Walk(ShellWalk walk, Running command)
    {
        if (command.Program?.Line is { Command: { IsEmpty: false } options })
        {
            foreach (var (_, value) in Arguments.Of(command.Arguments, options).Values.Where(v => options.Contains(v.Name)))
                Run(walk, command, value);
        }

        if (command.Program?.Line.Settings is [var option, .. var settings])
        {
            foreach (var (_, value) in Arguments.Of(command.Arguments, [option]).Values.Where(v => v.Name == option))
                Set(walk, command, value, settings);
        }

        // `less +'!command'`
        foreach (var argument in command.Arguments
            .Where(a => command.Name is "less" or "more" && a.StartsWith("+!", StringComparison.Ordinal)))
            Run(walk, command, argument[2..]);
    }

    private static void Set(ShellWalk walk, Running command, string value, ImmutableArray<string> settings)
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
