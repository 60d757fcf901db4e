using System.Collections.Immutable;
using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.Effects;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Shell.Walk;

/// <summary>Commands that run another one inside of a container or a pod: <c>docker exec</c>, <c>docker run</c>, <c>kubectl exec</c> and their like.</summary>
internal sealed class Containers(ShellWalk walk)
{
    private static readonly string[] RunValues =
    [
        "-v", "--volume", "-e", "--env", "--env-file", "-p", "--publish", "--name", "--network", "--net", "-w", "--workdir", "-u", "--user", "--entrypoint", "-l", "--label", "-m", "--memory", "--cpus", "--mount",
        "--restart", "-h", "--hostname", "--add-host", "--dns", "--link", "--log-driver", "--log-opt", "--tmpfs", "--ulimit", "--cap-add", "--cap-drop", "--device", "--security-opt", "--shm-size", "--platform",
        "--pull", "--pid", "--ipc", "--userns", "--volumes-from", "--gpus", "--detach-keys", "--index", "--stop-signal", "--stop-timeout", "--network-alias", "--ip", "--group-add", "--cidfile", "--image", "-n", "--namespace", "-c", "--container",
    ];

    /// <summary>Walks the command inside; null when the command does not enter anything.</summary>
    public Flow? Run(Running command, CommandRunner runner)
    {
        if (VerbTools.Known(command.Name) is not ("docker" or "docker-compose" or "kubectl" or "crictl" or "lxc") || VerbTools.Find(command.Name) is not { } tool)
            return null;
        var verbs = tool.Verbs(command.Arguments);
        if (verbs is ["compose", ..] && VerbTools.Find("docker-compose") is { } compose)
            verbs = compose.Verbs(verbs[1..]);
        else if (verbs is ["container", ..])
            verbs = verbs[1..];
        if (verbs is not ["exec" or "run", .. var rest] || rest is ["--help", ..])
            return null;
        var read = Arguments.Of(rest, RunValues, stopAtOperand: true);
        var inside = read.Operands.Skip(1).SkipWhile(f => f == "--").ToImmutableArray();
        if (read.Value("--entrypoint") is { } entry)
            inside = inside.Insert(0, entry);
        // It changes the container's state for the engine, whatever it does inside.
        walk.Note(FactKind.Changes, command.Words, command.At, fields: command.Fields);
        return inside.IsEmpty ? Flow.Any : walk.Within([.. read.Operands.Take(1)], () => runner.Run(inside, command.At, command.Context, functions: false));
    }
}
