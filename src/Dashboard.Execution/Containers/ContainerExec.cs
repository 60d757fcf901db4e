using Dashboard.Execution.Processes;
using Docker.DotNet;
using Docker.DotNet.Models;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Containers;

/// <summary>
/// Runs commands inside containers, through the Docker API: output as it comes, TERM and KILL to the whole group, a short drain.
/// </summary>
internal sealed class ContainerExec(DockerEngine engine, IOptions<ExecutionOptions> options, TimeProvider time)
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

    /// <summary>How a command ends that does nothing about TERM.</summary>
    private const int Terminated = 128 + 15;

    /// <summary>How long a command may go on after its output has ended before it is asked whether it still writes.</summary>
    private static readonly TimeSpan Silent = TimeSpan.FromSeconds(1);

    private const string CutOutput = "Something between the server and the container closed its output while it went on.";
    private const string LateOutput = "The end of its output did not come from the Docker engine.";

    /// <summary>
    /// How long the engine may take for what is not the command's own doing: to send a signal into the container, to begin a command there,
    /// to note that one was killed or that the container has stopped. The grace time is the command's, and may be much shorter than a busy
    /// engine needs.
    /// </summary>
    private static readonly TimeSpan EngineTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Runs the command until it has ended, or until it was stopped.</summary>
    public async Task<GroupEnd> RunAsync(string container, ContainerCommand command, IOutputSink output, CancellationToken stop)
    {
        var begun = false;
        try
        {
            var state = (await engine.Client.Containers.InspectContainerAsync(container, stop)).State;
            if (state is { Running: false })
                return new(null, $"The container {container} is not running; it is {state.Status}.", []);
            using var session = await ContainerSession.CreateAsync(engine.Client, container, command, stop);
            stop.ThrowIfCancellationRequested();
            // From here on the engine may have begun it, whatever it answers.
            begun = true;
            return await AnswersAsync(session.StartAsync(), stop)
                ? await FollowAsync(container, state?.StartedAt, session, output, stop)
                : NoAnswer();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !begun)
        {
            return new(null, "It was ended before it had begun.", []) { NotBegun = true };
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return NoAnswer();
        }
        catch (Exception e) when (DockerEngine.IsFailure(e))
        {
            return new(null, $"Container {container}: {engine.Words(e)}", []) { Uncertain = begun };
        }
    }

    private static GroupEnd NoAnswer() =>
        new(null, "It could not be ended: the Docker engine does not answer. It may go on.", []) { Uncertain = true };

    // Whoever wants it ended waits a while for an engine that is busy, and not for one that hangs.
    private async Task<bool> AnswersAsync(Task asked, CancellationToken stop)
    {
        using var answered = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, answered.Token);
        if (await Task.WhenAny(asked, Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token)) != asked
            && await Task.WhenAny(asked, Task.Delay(EngineTimeout, time, answered.Token)) != asked)
        {
            await answered.CancelAsync();
            return false;
        }

        await answered.CancelAsync();
        await asked;
        return true;
    }

    private async Task<GroupEnd> FollowAsync(string container, string? since, ContainerSession session, IOutputSink output,
        CancellationToken stop)
    {
        using var enough = new CancellationTokenSource();
        var reading = session.ReadAsync(output, enough.Token);
        if (await EndedAsync(session, reading, stop) is not ({ } end, var signalled, var cutShort))
        {
            await enough.CancelAsync();
            return NoAnswer();
        }

        await DrainAsync(session, reading);
        var isWhole = reading.IsCompleted;
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
            return new(null, "It did not end: it has not begun to answer, so no signal could be sent to it.", left ?? [])
            {
                Uncertain = true,
            };
        if (end.Running)
            return new(null, "It did not end: the container takes no signals for it.", left ?? []) { Uncertain = true };
        if (end.ExitCode is not { } code)
            return new(null, $"The engine knows no exit code of it: the container {container} may have been stopped or started anew.",
                left ?? [])
            {
                Uncertain = true,
            };
        // Not an end of its own: how far it had come, nobody saw.
        if (code == Killed && (left is null || await StoppedAsync(container, since, stop)))
            return new(Killed, $"The container {container} was stopped while it ran.", []) { Uncertain = true };
        // The engine ends a command whose reader has gone, with an exit code of its own.
        if (cutShort)
            return new((int)code, CutOutput, left ?? []) { Uncertain = true, LostOutput = CutOutput };
        if (signalled is Signalled.Not or Signalled.HadEnded)
        {
            // Whoever left the session may hold its output open as well.
            if (!isWhole && left is { Count: 0 })
                left = await session.GoingOnAsync(EngineTimeout) is { } others ? InContainer(others) : [];
            return new((int)code, null, left ?? [])
            {
                EndedByItself = true,
                LostOutput = isWhole || left is { Count: > 0 } ? null : LateOutput,
            };
        }

        return left is null ? new((int)code, null, []) : await EndRestAsync(session, signalled, (int)code);
    }

    private static string[] InContainer(IEnumerable<string> processes) => [.. processes.Select(p => $"{p} (in the container)")];

    // It was ended. What it had started may have left its session, or take no TERM.
    private async Task<GroupEnd> EndRestAsync(ContainerSession session, Signalled signalled, int code)
    {
        var left = await session.GoingOnAsync(EngineTimeout);
        for (var deadline = time.GetUtcNow() + options.Value.Grace; left is { Count: > 0 } && time.GetUtcNow() < deadline;
            left = await session.GoingOnAsync(EngineTimeout))
            await Task.Delay(AskEvery, time, CancellationToken.None);
        if (left is { Count: > 0 })
            await session.SignalAsync("KILL", EngineTimeout);
        for (var deadline = time.GetUtcNow() + EngineTimeout; left is { Count: > 0 } && time.GetUtcNow() < deadline;
            left = await session.GoingOnAsync(EngineTimeout))
            await Task.Delay(AskEvery, time, CancellationToken.None);
        return left is null ? new(code, "It was ended. Whether something that it had started goes on, the container does not tell.", [])
        {
            Uncertain = true,
        }
            : left.Count > 0 ? new(code, "It was ended, but something that it had started goes on.", InContainer(left)) { Uncertain = true }
            : signalled == Signalled.Perhaps && code is not (Killed or Terminated)
                ? new(code, "It ended while a signal was on its way to it.", []) { Uncertain = true }
            : new(code, null, []);
    }

    // A child that holds the pipe gets a short while; then the step is over without it. What waits to be stored is the command's own,
    // however long that takes.
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
        var until = time.GetUtcNow() + EngineTimeout;
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

    /// <returns>What the engine says of it, and whether it was signalled before that, and whether its output was closed while it wrote to
    /// it; null when the engine does not answer whoever wants it ended.</returns>
    private async Task<(ContainerExecInspectResponse End, Signalled Signalled, bool CutShort)?> EndedAsync(ContainerSession session,
        Task reading, CancellationToken stop)
    {
        DateTimeOffset? kill = null, unknown = null, silent = null;
        var (signalled, killed, cutShort, withoutCode) = (Signalled.Not, false, false, 0);
        while (true)
        {
            var asking = session.InspectAsync();
            if (!await AnswersAsync(asking, stop))
                return null;
            var now = await asking;
            // Before it has begun it does not run either, and has no exit code. When its output has ended the code must be there soon.
            if (!now.Running && (now.ExitCode is not null || (reading.IsCompleted && ++withoutCode > MostWithoutCode)))
                return (now, signalled, cutShort);
            // A command may close its output itself; what waits between the server and the engine may do so, too, after a long silence.
            if (reading.IsCompleted && !cutShort && time.GetUtcNow() >= (silent ??= time.GetUtcNow() + Silent))
                (cutShort, silent) = (await session.HoldsOutputAsync(EngineTimeout), DateTimeOffset.MaxValue);
            if (stop.IsCancellationRequested && kill is null)
            {
                signalled = await session.SignalAsync("TERM", EngineTimeout);
                if (signalled == Signalled.HadEnded)
                    kill = time.GetUtcNow() + EngineTimeout;
                else if (signalled != Signalled.Not)
                    kill = time.GetUtcNow() + options.Value.Grace;
                // It has not said which process it is. What says nothing for so long may never, and nobody waits for it without end.
                else if (time.GetUtcNow() >= (unknown ??= time.GetUtcNow() + EngineTimeout))
                    return (now, signalled, cutShort);
            }
            else if (kill <= time.GetUtcNow())
            {
                // The engine has had its time to note it; a process that nobody can kill is not waited for.
                if (killed)
                    return (now, signalled, cutShort);
                var sent = await session.SignalAsync("KILL", EngineTimeout);
                // What had ended before the first signal was not ended by the second.
                signalled = signalled is Signalled.Sent or Signalled.HadEnded ? signalled : sent;
                (killed, kill) = (true, time.GetUtcNow() + EngineTimeout);
            }

            // The end of its output is most often the end of the command.
            await Task.WhenAny(reading.IsCompleted ? Task.Delay(AskEvery / 10, time, CancellationToken.None) : reading,
                Task.Delay(AskEvery, time, CancellationToken.None));
        }
    }
}
