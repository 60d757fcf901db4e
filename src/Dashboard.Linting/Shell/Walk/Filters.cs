using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>awk and sed: their programs may run commands and write files.</summary>
internal sealed class Filters(ShellWalk walk)
{
    /// <summary>Walks what an awk program runs, and records what it writes. Its output is judged elsewhere.</summary>
    public Flow? Awk(Running command)
    {
        var read = Arguments.Of(command.Arguments,
            ["-F", "-v", "-f", "-i", "-l", "-e", "--file", "--field-separator", "--assign", "--include", "--load", "--source"],
                stopAtOperand: true);
        if (read.Value("-i", "--include", "-l", "--load") is not null)
            return Unclear(command);
        var programs = Named(read, "-e", "--source").Concat(Files(read, "-f", "--file")).ToList();
        if (programs.Count == 0 && read.Operands is [var first, ..])
            programs.Add(first);
        foreach (var program in programs)
        {
            if (program is null || SymbolicText.Names(program).Any())
                return Unclear(command);
            Follow(command, AwkCode.Of(SymbolicText.Plain(program)));
            if (command.Context.Output == Sink.Evidence && ForeignCode.HoldsEnvironment(program))
                walk.Note(FactKind.Leaks, command.Words, command.At, LintCodes.PrintsEnvironment);
        }

        return null;
    }

    /// <summary>Walks what a sed script runs, and records what it writes.</summary>
    public Flow? Sed(Running command)
    {
        var read = Arguments.Of(command.Arguments, ["-e", "--expression", "-f", "--file", "-l"]);
        var scripts = Named(read, "-e", "--expression").Concat(Files(read, "-f", "--file")).ToList();
        if (scripts.Count == 0 && read.Operands is [var first, ..])
            scripts.Add(first);
        if (scripts.Contains(null))
            return Unclear(command);
        Follow(command, SedCode.Of(SymbolicText.Plain(string.Join('\n', scripts))));
        return null;
    }

    private void Follow(Running command, IEnumerable<FilterAction> actions)
    {
        foreach (var (runs, text) in actions.Distinct())
        {
            if (text is null)
                Unclear(command);
            else if (runs)
                walk.Script(text, ShellDialect.Posix, command.At, command.Context with { Input = Flow.Any });
            else if (!TemporaryPaths.Covers(walk.Scope, text))
                walk.Note(FactKind.Changes, command.Words, command.At, fields: command.Fields);
        }
    }

    private static IEnumerable<string?> Named(Arguments read, string letter, string word) =>
        read.Values.Where(v => v.Name == letter || v.Name == word).Select(v => v.Value);

    private IEnumerable<string?> Files(Arguments read, string letter, string word) =>
        Named(read, letter, word).Select(f => FileContents.Of(walk, f!).Text);

    private Flow Unclear(Running command)
    {
        walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
        return Flow.Any;
    }
}

/// <summary>Something that an awk or sed program does besides printing.</summary>
/// <param name="Runs">Whether it runs a command; otherwise it writes a file.</param>
/// <param name="Text">The command or the file; null if unknown.</param>
internal readonly record struct FilterAction(bool Runs, string? Text);
