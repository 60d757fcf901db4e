namespace Dashboard.Execution.Processes;

/// <summary>How a process came to its end.</summary>
internal enum EndedBy
{
    /// <summary>By itself: its exit code says how, whatever came a moment later.</summary>
    Itself,

    /// <summary>By the server, which was told to stop it.</summary>
    Server,

    /// <summary>It has not: it takes no signals from the server.</summary>
    Nobody,

    /// <summary>It has ended and takes no signals itself, but something that it had started has taken one.</summary>
    Unclear,
}

/// <summary>Waits for the end of one process, and brings it about when it is told to.</summary>
/// <param name="process">The process.</param>
/// <param name="command">What it was started for.</param>
/// <param name="grace">How long it has between TERM and KILL.</param>
/// <param name="time">The clock.</param>
internal sealed class ProcessEnding(ChildProcess process, ProcessCommand command, TimeSpan grace, TimeProvider time)
{
    /// <summary>How often a group that was told to end is asked whether it has.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long a process that was killed is waited for: the kernel ends one in milliseconds, unless it waits for a disk, or does not take
    /// the signal.
    /// </summary>
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a process is waited for that was told to stand still: it does so as soon as a busy machine lets it run once more, unless it
    /// waits for a disk.
    /// </summary>
    private static readonly TimeSpan Halting = TimeSpan.FromSeconds(1);

    private AttemptCgroup? Cgroup => command.Cgroup is { IsJoined: true } joined ? joined : null;

    /// <summary>
    /// Waits until it has ended, or until it was stopped: TERM, and after the grace time KILL for all that is left of it.
    /// </summary>
    public async Task<EndedBy> WaitAsync(CancellationToken stop)
    {
        try
        {
            await process.Exit.WaitAsync(stop);
            return EndedBy.Itself;
        }
        catch (OperationCanceledException)
        {
            try
            {
                return await StopAsync();
            }
            catch
            {
                // Whatever is amiss here, such as descriptors that have run out: nobody would end it after this, and it may stand still.
                Kill();
                throw;
            }
        }
    }

    private async Task<EndedBy> StopAsync()
    {
        if (await HasEndedAsync())
        {
            await process.Exit;
            return EndedBy.Itself;
        }

        // Another user's, by sudo or setuid: whatever it does, it does by itself, unless its cgroup can be killed.
        var takesSignals = !NativeCalls.IsForbidden(process.Id);
        var taken = Terminate();
        var deadline = time.GetUtcNow() + grace;
        while (GoesOn() && time.GetUtcNow() < deadline)
            await Task.Delay(AskEvery, time, CancellationToken.None);
        if (!takesSignals && process.Exit.IsCompleted)
            return taken ? EndedBy.Unclear : EndedBy.Itself;
        taken |= Kill();
        deadline = time.GetUtcNow() + AfterKill;
        var ended = await Task.WhenAny(process.Exit, Task.Delay(AfterKill, time, CancellationToken.None)) == process.Exit;
        if (ended && !takesSignals && Cgroup is null)
            return taken ? EndedBy.Unclear : EndedBy.Itself;
        // The kernel answers before all of them are gone; what takes no signal goes on.
        while (Cgroup is { IsPopulated: true } && time.GetUtcNow() < deadline)
            await Task.Delay(AskEvery / 10, time, CancellationToken.None);
        return ended ? EndedBy.Server : EndedBy.Nobody;
    }

    /// <summary>
    /// Whether it has ended already, and is only not known to have. A signal to a process that has ended, and whose exit code nobody has
    /// taken yet, looks like one that was received; the change would be recorded as stopped that ran to its end. So it is made to stand
    /// still first, and stands still, or has ended.
    /// </summary>
    private async Task<bool> HasEndedAsync()
    {
        if (process.Exit.IsCompleted)
            return true;
        if (command.IsConfined)
        {
            // Asked first: a sandbox that is being set up has few processes, too, and may be ready by the time they are counted.
            if (!IsBegun)
                return false;
            // bubblewrap ends a moment after the last process of the step; besides it there is only the first one of its namespace then.
            var empty = Cgroup is { } cgroup ? !cgroup.IsPopulated : ProcessTable.OfSession(process.Id).Take(2).Count() < 2;
            return empty && await Task.WhenAny(process.Exit, Task.Delay(Halting, time, CancellationToken.None)) == process.Exit;
        }

        // Another user's, by sudo or setuid, takes none, and is not waited for.
        if (!NativeCalls.Signal(process.Id, NativeCalls.Stop))
            return ProcessTable.State(process.Id) is 'Z' or 'X' || !NativeCalls.IsForbidden(process.Id);
        for (var deadline = time.GetUtcNow() + Halting; ;)
        {
            switch (ProcessTable.State(process.Id))
            {
                case null or 'Z' or 'X':
                    return true;
                case 'T' or 't':
                    return false;
                default:
                    // In the middle of a call that nothing interrupts.
                    if (time.GetUtcNow() > deadline)
                        return false;
                    await Task.Delay(1, CancellationToken.None);
                    break;
            }
        }
    }

    // The sandbox's helper tells that it is set up, and the step's own command begins.
    private bool IsBegun => command.Told is not { } told || RandomAccess.GetLength(told) > 0;

    // Where nobody takes note of orphans, as in a container without an init, those that have ended still answer to signals.
    private bool GoesOn() => !process.Exit.IsCompleted || (Cgroup is { } cgroup ? cgroup.IsPopulated
        : NativeCalls.Signal(-process.Id, 0) && ProcessTable.OfSession(process.Id).Any(pid => NativeCalls.Group(pid) == process.Id));

    // Whether anything took the signal.
    private bool Terminate()
    {
        var taken = false;
        if (!command.IsConfined)
        {
            taken = NativeCalls.Signal(-process.Id, NativeCalls.Term);
            NativeCalls.Signal(process.Id, NativeCalls.Continue);
        }
        else if (!IsBegun)
        {
            // Nothing of the step has run. The processes that set the sandbox up take no TERM, and the step would begin after it.
            taken = NativeCalls.Signal(-process.Id, NativeCalls.Kill);
        }
        else
        {
            // The leader is bubblewrap: its end would kill the step outright. It ends by itself when the step has.
            foreach (var pid in ProcessTable.OfSession(process.Id))
                taken |= NativeCalls.Signal(pid, NativeCalls.Term);
        }

        // Those of the step that the group does not reach.
        foreach (var pid in Cgroup?.Processes().Where(pid => NativeCalls.Group(pid) != process.Id) ?? [])
            taken |= NativeCalls.Signal(pid, NativeCalls.Term);
        return taken;
    }

    private bool Kill()
    {
        // It takes no descriptor, and so comes first.
        var taken = NativeCalls.Signal(-process.Id, NativeCalls.Kill);
        Cgroup?.Kill();
        return taken;
    }
}
