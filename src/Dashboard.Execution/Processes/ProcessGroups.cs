using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Processes;

/// <summary>How a process group ended.</summary>
/// <param name="ExitCode">Its leader's exit code, 128 and the signal's number when a signal ended it; null when it was not started.</param>
/// <param name="Problem">Why it could not be started; null when it was.</param>
/// <param name="LeftBehind">What outlived it, as <c>pid name</c>.</param>
internal sealed record GroupEnd(int? ExitCode, string? Problem, IReadOnlyList<string> LeftBehind)
{
    /// <summary>Whether nobody knows what it did: it was begun, and its end was not seen.</summary>
    public bool Uncertain { get; init; }

    /// <summary>Whether it was ended before anything of it had begun.</summary>
    public bool NotBegun { get; init; }

    /// <summary>Whether it had ended before anything was done to end it.</summary>
    public bool EndedByItself { get; init; }

    /// <summary>
    /// Why part of its output is not there, in a sentence; null when all of it is, or when somebody else still holds its pipe.
    /// </summary>
    public string? LostOutput { get; init; }

    /// <summary>How its processes were kept together, in words; null where that is somebody else's to say.</summary>
    public string? Tracking { get; init; }
}

/// <summary>
/// Runs processes, each as the leader of a session and group of its own, so that one signal reaches all it started, and where it can be in
/// a cgroup of its own, which nothing leaves. <c>Process.Kill(entireProcessTree)</c> misses whoever was re-parented (dotnet/runtime#120452
/// on waiting for pipes is why the pipes are read by <see cref="PipeReader"/>).
/// </summary>
internal sealed class ProcessGroups(AttemptCgroups cgroups, IOptions<ExecutionOptions> options, TimeProvider time)
{
    /// <summary>Runs the command until it has ended, or until it was stopped: TERM, and after the grace time KILL.</summary>
    public async Task<GroupEnd> RunAsync(ProcessCommand command, IOutputSink output, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return new(null, "It was ended before it had begun.", []) { NotBegun = true };
        // Nothing leaves a PID namespace either, and all of it dies with the first of it. To join a cgroup the kernel may wait for every
        // processor, which a check need not wait for unless it is to be limited.
        var (cgroup, words) = command.IsConfined && !cgroups.HasLimits ? (null, "PID namespace")
            : command.Attempt is { } attempt ? cgroups.Make(attempt)
            : (null, null);
        try
        {
            if (cgroup is not null)
                command = command with
                {
                    Cgroup = cgroup,
                    Arguments = command.IsConfined ? command.Arguments : [.. AttemptCgroup.Prelude, .. command.Arguments],
                };
            var end = await RunAsync(command, output, cgroup, stop);
            return end with { Tracking = cgroup is { IsJoined: false } ? "process group: it ended before it joined its cgroup" : words };
        }
        finally
        {
            if (cgroup is not null)
                cgroups.Release(cgroup);
        }
    }

    private async Task<GroupEnd> RunAsync(ProcessCommand command, IOutputSink output, AttemptCgroup? cgroup, CancellationToken stop)
    {
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
            EndedBy ended;
            bool atEnd;
            try
            {
                ended = await new ProcessEnding(process, command, options.Value.Grace, time).WaitAsync(stop);
            }
            finally
            {
                // Its pipes are closed with it, and nobody may be reading them then.
                atEnd = await pipes.FinishAsync();
            }

            List<string> left = command.IsConfined ? []
                : ProcessTable.LeftBehind(process.Id, command.Mark, atEnd ? [] : pipes.Names, cgroup?.Processes() ?? new HashSet<int>());
            // Another user's, where the server may not even see that it is there (proc(5), hidepid).
            if (ended != EndedBy.Itself && left.Count == 0 && NativeCalls.IsForbidden(-process.Id))
                left.Add($"{process.Id} a group of processes that the server may not see");
            if (ended == EndedBy.Nobody && !process.Exit.IsCompleted)
                return new(null, "It could not be ended: it takes no signals from the server.",
                    [$"{process.Id} {ProcessTable.NameOf(process.Id)}", .. left])
                {
                    Uncertain = true,
                };
            return await process.Exit is not { } code
                    ? new(null, "It has ended, but the kernel knows no exit code of it.", left) { Uncertain = true }
                : ended == EndedBy.Unclear
                    ? new(code, "It takes no signals from the server, and ended while it was being ended: by itself or not, nobody knows.",
                        left)
                    {
                        Uncertain = true,
                    }
                : ended != EndedBy.Itself && left.Count > 0
                    ? new(code, "It was ended, but something that it had started goes on.", left) { Uncertain = true }
                : new(code, null, left) { EndedByItself = ended == EndedBy.Itself };
        }
    }
}
