using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Tracks what commands write to files: a copy of a secret is a secret, and a link may lead out of a temporary folder.</summary>
internal static class Copies
{
    /// <summary>Records what a command copies or links.</summary>
    public static void Note(ShellWalk walk, Running command)
    {
        switch (command.Program?.Line)
        {
            case { Copies: CopiedContent.Operands }:
                var read = Arguments.Of(command.Arguments, ["-t", "-m", "-o", "-g", "-e", "-S", "-b", "-n", "--target-directory"]);
                var target = read.Value("-t", "--target-directory");
                if (target is null && read.Operands.Length < 2)
                    break;
                Filled(walk, target ?? read.Operands[^1], target is null ? read.Operands[..^1] : read.Operands);
                if (command.Name == "ln" && !read.Operands.IsEmpty && TemporaryPaths.IsBelow(target ?? read.Operands[^1])
                    && !TemporaryPaths.Covers(walk.Scope, read.Operands[0]))
                    walk.Scope.Files.Link(target ?? read.Operands[^1]);
                break;
            case { Rule: ProgramRule.Dd } when Value(command, "of=") is { } output:
                Filled(walk, output, Value(command, "if=") is { } input ? [input] : [], command.Context.Input);
                break;
            case { Copies: CopiedContent.Input }:
                foreach (var file in command.Arguments.Where(a => !a.StartsWith('-')))
                {
                    Filled(walk, file, [], command.Context.Input);
                    if (command.Context.Input is { } flow)
                        walk.Processes.Write(file, flow);
                    if (command.Context is { Output: not Sink.Evidence, Input.Leak: { } leak }
                        && file is "/dev/stderr" or "/dev/tty" or "/dev/fd/2")
                        walk.Note(FactKind.Leaks, command.Words, command.At, leak);
                }

                break;
        }
    }

    private static void Filled(ShellWalk walk, string target, IEnumerable<string> sources, Flow? input = null)
    {
        if (sources.Select(s => FileContents.Of(walk, s).Leak).Append(input?.Leak).FirstOrDefault(l => l is not null) is { } leak)
            walk.Scope.Files.Fill(SymbolicText.Plain(target), leak);
    }

    private static string? Value(Running command, string name) =>
        command.Arguments.FirstOrDefault(a => a.StartsWith(name, StringComparison.Ordinal))?[name.Length..];
}
