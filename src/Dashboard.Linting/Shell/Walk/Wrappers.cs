using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Commands that run another command in their arguments.</summary>
internal sealed class Wrappers(ShellWalk walk)
{
    private readonly FanOutCommands _fanOut = new(walk);
    private readonly Containers _containers = new(walk);

    /// <summary>Walks the inner command; null if the command is not a wrapper.</summary>
    public Flow? Run(Running command, CommandRunner runner) => command.Rule switch
    {
        ProgramRule.Flock => Flock(command, runner),
        ProgramRule.Watch => Text(command, string.Join(' ', Behind(command))),
        ProgramRule.Script => Text(command, Read(command).Value("-c", "--command")),
        ProgramRule.SwitchUser => SwitchUser(command, runner),
        ProgramRule.RemoteShell => Ssh(command),
        ProgramRule.Ansible when AnsibleRule.Code(command.Program!, command.Arguments) is { } code =>
            walk.Away(() => Text(command, code)),
        ProgramRule.Salt when SaltRule.Code(command.Program!, command.Arguments) is { } code => walk.Away(() => Text(command, code)),
        ProgramRule.SwitchGroup =>
            Text(command, string.Join(' ', command.Arguments.SkipWhile(a => a == "-").Skip(1).SkipWhile(a => a == "-c"))),
        ProgramRule.Capsh => runner.Run(["bash", .. command.Arguments.SkipWhile(a => a != "--").Skip(1)], command.At, command.Context,
            functions: false),
        ProgramRule.Env when Read(command, stopAtOperand: true) is var read && read.Value("-S", "--split-string") is { } code =>
            Text(command, $"{code} {string.Join(' ', read.Operands)}"),
        _ when _fanOut.Run(command, runner) is { } many => many,
        _ when _containers.Run(command, runner) is { } inside => inside,
        _ when command.Program?.Line.Effect == ProgramEffect.Runs => Inner(command, runner, Behind(command)),
        _ => null,
    };

    private static Arguments Read(Running command, bool stopAtOperand = false) =>
        Arguments.Of(command.Arguments, command.Program!.Line.Values, stopAtOperand);

    /// <summary>The fields of the inner command.</summary>
    private ImmutableArray<string> Behind(Running command)
    {
        var rest = Read(command, stopAtOperand: true).Operands.AsEnumerable();
        // Assignments before the command, as in env and sudo.
        foreach (var assignment in rest.TakeWhile(IsAssignment))
            walk.Assignments.Set(assignment[..assignment.IndexOf('=', StringComparison.Ordinal)],
                assignment[(assignment.IndexOf('=', StringComparison.Ordinal) + 1)..], command.At);
        var skipped = command.Program!.Line.Skip;
        rest = rest.SkipWhile(IsAssignment).Skip(skipped);
        return [.. skipped > 0 ? rest.SkipWhile(f => f == "--") : rest];
    }

    private static bool IsAssignment(string field) =>
        field.IndexOf('=', StringComparison.Ordinal) is var at and > 0 && field[..at].All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private Flow? Inner(Running command, CommandRunner runner, ImmutableArray<string> inside)
    {
        if (!inside.IsEmpty)
            return runner.Run(inside, command.At, command.Context, functions: false);
        // An interactive shell: its input decides.
        if (command.Rule == ProgramRule.LoginShell && command.Context.Input is { } input)
            return Text(command, input.Text);
        return command.Rule == ProgramRule.Env ? null : Flow.Any;
    }

    private Flow Text(Running command, string? code)
    {
        if (code is null)
        {
            walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
            return Flow.Any;
        }

        return walk.Script(SymbolicText.Plain(code), ShellDialect.Bash, command.At, command.Context);
    }

    private Flow Flock(Running command, CommandRunner runner)
    {
        var read = Read(command, stopAtOperand: true);
        var code = read.Value("-c", "--command") ?? (read.Operands is [_, "-c", var given, ..] ? given : null);
        if (code is not null)
            return Text(command, code);
        return read.Operands.Length > 1 ? runner.Run(read.Operands[1..], command.At, command.Context, functions: false) : Flow.Any;
    }

    private Flow SwitchUser(Running command, CommandRunner runner)
    {
        var read = Read(command);
        if (read.Value("-c", "--command", "--session-command") is { } code)
            return Text(command, code);
        if (command.Name == "runuser" && read.Value("-u", "--user") is not null)
            return Inner(command, runner, Behind(command)) ?? Flow.Any;
        return command.Context.Input is { } input ? Text(command, input.Text) : Flow.Any;
    }

    private Flow Ssh(Running command)
    {
        var read = Read(command, stopAtOperand: true);
        var operands = read.Operands;
        // It only forwards data.
        if (read.Value("-W") is not null)
            return Flow.Any;
        // Options of ssh may follow the host.
        var remote = operands.Length > 1 ? Arguments.Of(operands.AsSpan()[1..], command.Program!.Line.Values, stopAtOperand: true).Operands
            : [];
        if (!remote.IsEmpty)
            return walk.Away(() => Text(command, string.Join(' ', remote)));
        return command.Context.Input is { } input && input != Flow.Silent && operands.Length > 0
            ? walk.Away(() => Text(command, input.Text)) : Flow.Any;
    }
}
