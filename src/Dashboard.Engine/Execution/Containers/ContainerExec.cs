using Dashboard.Engine.Execution.Processes;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Execution.Containers;

/// <summary>Runs commands inside containers, through the Docker API: output as it comes, TERM and KILL to the whole group, a short drain.</summary>
internal sealed class ContainerExec(DockerEngine engine, IOptions<EngineOptions> options, TimeProvider time)
{
    /// <summary>How often the engine is asked whether a command has ended: its output can stay open beyond that.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>How often an ended command is asked for its exit code before it counts as having none.</summary>
    private const int MostWithoutCode = 100;

    /// <summary>How often is looked whether the output of an ended command is still on its way to the storage.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>The most, in bytes, that the pipes, the engine and its socket can hold of what a command wrote before its end.</summary>
    private const int MostOnTheWay = 4 << 20;

    /// <summary>How a command ends whose container is stopped: the kernel kills all processes with the first one.</summary>
    private const int Killed = 128 + 9;

    /// <summary>
    /// How long the engine may take for what is not the command's own doing: to send a signal into the container, to begin a command there, to
    /// note that one was killed or that the container has stopped. The grace time is the command's, and may be much shorter than a busy engine needs.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs the command until it has ended, or until it was stopped; as the container's own user when none is named.</summary>
    public async Task<GroupEnd> RunAsync(
        string container, IEnumerable<string> command, IEnumerable<KeyValuePair<string, string>> environment, IOutputSink output, CancellationToken stop, string? user = null, bool terminal = false)
    {
        var begun = false;
        try
        {
            var state = (await engine.Client.Containers.InspectContainerAsync(container, stop)).State;
            if (state is { Running: false })
                return new(null, $"The container {container} is not running; it is {state.Status}.", []);
            // From here on the engine may have begun it, whatever it answers.
            begun = true;
            using var session = await ContainerSession.StartAsync(engine.Client, container, command, environment, user, terminal, stop);
            return await FollowAsync(container, state?.StartedAt, session, output, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(null, begun ? "It was ended while the engine began it." : "It was ended before it had begun.", []) { Uncertain = begun };
        }
        catch (Exception e) when (DockerEngine.IsFailure(e))
        {
            return new(null, $"Container {container}: {engine.Words(e)}", []) { Uncertain = begun };
        }
    }

    private async Task<GroupEnd> FollowAsync(string container, string? since, ContainerSession session, IOutputSink output, CancellationToken stop)
    {
        using var enough = new CancellationTokenSource();
        var reading = session.ReadAsync(output, enough.Token);
        var (end, signalled) = await EndedAsync(session, reading, stop);
        await DrainAsync(session, reading);
        await enough.CancelAsync();
        try
        {
            await reading;
        }
        catch (OperationCanceledException)
        {
            // The drain time is over.
        }

        var left = await session.LeftBehindAsync(end.Pid);
        if (end.Running && !session.IsKnown)
            return new(null, "It did not end: it has not begun to answer, so no signal could be sent to it.", left ?? []) { Uncertain = true };
        if (end.Running)
            return new(null, "It did not end: the container takes no signals for it.", left ?? []) { Uncertain = true };
        if (end.ExitCode is not { } code)
            return new(null, $"The engine knows no exit code of it: the container {container} may have been stopped or started anew.", left ?? []) { Uncertain = true };
        // Not an end of its own: how far it had come, nobody saw.
        if (code == Killed && (left is null || await StoppedAsync(container, since, stop)))
            return new(Killed, $"The container {container} was stopped while it ran.", []) { Uncertain = true };
        return new((int)code, null, left ?? []) { EndedByItself = !signalled };
    }

    // A child that holds the pipe gets a short while; then the step is over without it. What waits to be stored is the command's own, however long that takes.
    private async Task DrainAsync(ContainerSession session, Task reading)
    {
        var (waited, before) = (TimeSpan.Zero, session.Passed);
        while (!reading.IsCompleted && waited < options.Value.Drain && session.Passed - before <= MostOnTheWay)
        {
            var since = time.GetTimestamp();
            await Task.WhenAny(reading, Task.Delay(LookEvery, time, CancellationToken.None));
            if (!session.IsPassingOn)
                waited += time.GetElapsedTime(since);
        }
    }

    private async Task<bool> StoppedAsync(string container, string? since, CancellationToken stop)
    {
        var until = time.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                var state = (await engine.Client.Containers.InspectContainerAsync(container, CancellationToken.None)).State;
                if (state is not { Running: true } || state.StartedAt != since)
                    return true;
            }
            catch (DockerContainerNotFoundException)
            {
                return true;
            }

            // What was told to stop was most likely killed for that.
            if (stop.IsCancellationRequested || time.GetUtcNow() >= until)
                return false;
            await Task.Delay(AskEvery, time, CancellationToken.None);
        }
    }

    /// <returns>What the engine says of it, and whether a signal was sent to it.</returns>
    private async Task<(ContainerExecInspectResponse End, bool Signalled)> EndedAsync(ContainerSession session, Task reading, CancellationToken stop)
    {
        DateTimeOffset? kill = null, unknown = null;
        var killed = false;
        var withoutCode = 0;
        while (true)
        {
            var now = await session.InspectAsync();
            // Before it has begun it does not run either, and has no exit code. When its output has ended the code must be there soon.
            if (!now.Running && (now.ExitCode is not null || (reading.IsCompleted && ++withoutCode > MostWithoutCode)))
                return (now, kill is not null);
            if (stop.IsCancellationRequested && kill is null)
            {
                if (await session.SignalAsync("TERM", Patience))
                    kill = time.GetUtcNow() + options.Value.Grace;
                // It has not said which process it is. What says nothing for so long may never, and nobody waits for it without end.
                else if (time.GetUtcNow() >= (unknown ??= time.GetUtcNow() + Patience))
                    return (now, false);
            }
            else if (kill <= time.GetUtcNow())
            {
                // The engine has had its time to note it; a process that nobody can kill is not waited for.
                if (killed)
                    return (now, true);
                await session.SignalAsync("KILL", Patience);
                (killed, kill) = (true, time.GetUtcNow() + Patience);
            }

            // The end of its output is most often the end of the command.
            await Task.WhenAny(reading.IsCompleted ? Task.Delay(AskEvery / 10, time, CancellationToken.None) : reading, Task.Delay(AskEvery, time, CancellationToken.None));
        }
    }
}
