using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>
/// Commands that run another command in a container or pod: <c>docker exec</c>, <c>docker run</c>, <c>kubectl exec</c> and similar. What
/// runs in a container that is there is judged as if it ran here.
/// </summary>
internal sealed class Containers(ShellWalk walk)
{
    /// <summary>Walks the inner command; null if the command does not enter a container.</summary>
    public Flow? Run(Running command, CommandRunner runner)
    {
        if (command.Program is not { EntersContainers: true } tool)
            return null;
        var verbs = tool.Words(command.Arguments);
        if (verbs is ["compose", ..] && walk.Material.Catalogue.Find("docker-compose") is { } compose)
            verbs = compose.Words(verbs[1..]);
        else if (verbs is ["container", ..])
            verbs = verbs[1..];
        if (tool.Verb(verbs, out var length) is not { Effect: ProgramEffect.Enters or ProgramEffect.Starts } line
            || verbs.AsSpan()[length..] is ["--help", ..])
            return null;
        var read = Arguments.Of(verbs.AsSpan()[length..], line.Values.Union(tool.Line.Values), stopAtOperand: true);
        // Options may follow the container: `kubectl exec web-0 -n prod -- df`.
        var inside = (read.Operands.AsSpan().IndexOf("--") is var end and >= 0 ? read.Operands[(end + 1)..]
            : read.Operands.Skip(1)).ToImmutableArray();
        if (read.Value("--entrypoint") is { } entry)
            inside = inside.Insert(0, entry);
        // For the engine a new container is a change, whatever runs inside.
        if (line.Effect == ProgramEffect.Starts)
            walk.Note(FactKind.Changes, command.Words, command.At, fields: command.Fields);
        else if (inside.IsEmpty || IsForAPerson(inside, command))
            walk.Note(FactKind.Unclear, command.Words, command.At, fields: command.Fields);
        return inside.IsEmpty ? Flow.Any
            : walk.Within([.. read.Operands.Take(1)],
                () => walk.Away(() => runner.Run(inside, command.At, command.Context, functions: false)));
    }

    /// <summary>Whether it is a shell that waits for what a person types: <c>docker exec -it api bash</c>.</summary>
    private bool IsForAPerson(ImmutableArray<string> inside, Running command) => command.Context.Input is null
        && inside.Skip(1).All(f => f is "-l" or "-i" or "-li" or "--login")
        && walk.Material.Catalogue.Find(inside[0]) is { Line.Effect: ProgramEffect.Shell };
}
