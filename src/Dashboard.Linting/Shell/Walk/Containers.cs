using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// Commands that run another command in a container or pod: <c>docker exec</c>, <c>docker run</c>, <c>kubectl exec</c> and similar.
/// </summary>
internal sealed class Containers(ShellWalk walk)
{
    /// <summary>Walks the inner command; null if the command does not enter a container.</summary>
    public Flow? Run(Running command, CommandRunner runner)
    {
        if (command.Program is not { EntersContainers: true } tool)
            return null;
        var verbs = tool.Words(command.Arguments);
        if (verbs is ["compose", ..] && ProgramCatalogue.Shared.Find("docker-compose") is { } compose)
            verbs = compose.Words(verbs[1..]);
        else if (verbs is ["container", ..])
            verbs = verbs[1..];
        if (tool.Verb(verbs) is not { Effect: ProgramEffect.Enters } line || verbs[1..] is ["--help", ..])
            return null;
        var read = Arguments.Of(verbs.AsSpan()[1..], line.Values, stopAtOperand: true);
        var inside = read.Operands.Skip(1).SkipWhile(f => f == "--").ToImmutableArray();
        if (read.Value("--entrypoint") is { } entry)
            inside = inside.Insert(0, entry);
        // For the engine this is a change, whatever runs inside.
        walk.Note(FactKind.Changes, command.Words, command.At, fields: command.Fields);
        return inside.IsEmpty ? Flow.Any
            : walk.Within([.. read.Operands.Take(1)], () => runner.Run(inside, command.At, command.Context, functions: false));
    }
}
