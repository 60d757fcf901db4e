using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Execution.Processes;

/// <summary>How a process group ended.</summary>
/// <param name="ExitCode">Its leader's exit code, 128 and the signal's number when a signal ended it; null when it was not started.</param>
/// <param name="Problem">Why it could not be started; null when it was.</param>
/// <param name="LeftBehind">What outlived it, as <c>pid name</c>.</param>
internal sealed record GroupEnd(int? ExitCode, string? Problem, IReadOnlyList<string> LeftBehind)
{
    /// <summary>Whether nobody knows what it did: it was begun, and its end was not seen.</summary>
    public bool Uncertain { get; init; }
}

/// <summary>
/// Runs processes, each as the leader of a session and group of its own, so that one signal reaches all it started.
/// <c>Process.Kill(entireProcessTree)</c> misses whoever was re-parented (dotnet/runtime#120452 on waiting for pipes is why the
/// pipes are read by <see cref="PipeReader"/>).
/// </summary>
internal sealed class ProcessGroups(IOptions<EngineOptions> options, TimeProvider time)
{
    /// <summary>How often a group that was told to end is asked whether it has.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>How long a process that was killed is waited for: the kernel ends one in milliseconds, unless it waits for a disk, or does not take the signal.</summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(10);

    /// <summary>Runs the command until it has ended, or until it was stopped: TERM, and after the grace time KILL.</summary>
    public async Task<GroupEnd> RunAsync(ProcessCommand command, IOutputSink output, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return new(null, "It was ended before it had begun.", []);
        ChildProcess process;
        try
        {
            process = await ChildProcess.StartAsync(command);
        }
        catch (IOException e)
        {
            return new(null, $"The process could not be started: {e.Message}", []);
        }

        using (process)
        {
            var pipes = new PipeReader(process, output, options.Value.Drain);
            var ended = await EndedAsync(process, command.IsConfined, stop);
            var atEnd = await pipes.FinishAsync();
            List<string> left = command.IsConfined ? [] : ProcessTable.LeftBehind(process.Id, command.Mark, atEnd ? [] : pipes.Names);
            if (!ended && !process.Exit.IsCompleted)
                return new(null, "It could not be ended: it takes no signals from the server.", [$"{process.Id} {ProcessTable.NameOf(process.Id)}", .. left]) { Uncertain = true };
            return await process.Exit is not { } code ? new(null, "It has ended, but the kernel knows no exit code of it.", left) { Uncertain = true }
                : stop.IsCancellationRequested && left.Count > 0 ? new(code, "It was ended, but something that it had started goes on.", left) { Uncertain = true }
                : new(code, null, left);
        }
    }

    /// <returns>Whether it has ended: what another user runs, by sudo or setuid, takes no signals from the server.</returns>
    private async Task<bool> EndedAsync(ChildProcess process, bool confined, CancellationToken stop)
    {
        try
        {
            await process.Exit.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            Terminate(process, confined);
        }

        var deadline = time.GetUtcNow() + options.Value.Grace;
        while (NativeCalls.Signal(-process.Id, 0) && time.GetUtcNow() < deadline)
            await Task.Delay(AskEvery, time, CancellationToken.None);
        NativeCalls.Signal(-process.Id, NativeCalls.Kill);
        return await Task.WhenAny(process.Exit, Task.Delay(AfterKill, time, CancellationToken.None)) == process.Exit;
    }

    private static void Terminate(ChildProcess process, bool confined)
    {
        if (!confined)
        {
            NativeCalls.Signal(-process.Id, NativeCalls.Term);
            return;
        }

        // The leader is bubblewrap: its end would kill the step outright. It ends by itself when the step has.
        foreach (var pid in ProcessTable.OfSession(process.Id))
            NativeCalls.Signal(pid, NativeCalls.Term);
    }
}
