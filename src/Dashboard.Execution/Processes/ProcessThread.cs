namespace Dashboard.Execution.Processes;

/// <summary>
/// The thread of one process: it starts it and waits for its end. bubblewrap asks the kernel to end it with its parent, and the kernel
/// means the thread that started it (prctl(2), PR_SET_PDEATHSIG): a thread of the pool may end at any moment, this one does not. It can be
/// made ready, its umask and its mounts, before the process may start.
/// </summary>
internal sealed class ProcessThread : IDisposable
{
    private readonly TaskCompletionSource<ProcessCommand?> _command = new();
    private readonly TaskCompletionSource<ChildProcess> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Begins one.</summary>
    /// <param name="view">What the process is to see of the host, of whose mounts it gets a copy: what is mounted from now on stays out of
    /// its sight. Null, for a step that is to change the host, for the host's own.</param>
    public ProcessThread(MountView? view) =>
        new Thread(() => Live(view), 256 * 1024) { IsBackground = true, Name = "process" }.Start();

    /// <summary>Starts the process. It can be done once.</summary>
    /// <exception cref="IOException">It cannot be started; the message says why.</exception>
    public Task<ChildProcess> StartAsync(ProcessCommand command)
    {
        _command.SetResult(command);
        return _started.Task;
    }

    /// <summary>Ends the thread, unless it has been given a process.</summary>
    public void Dispose() => _command.TrySetResult(null);

    private void Live(MountView? view)
    {
        ChildProcess? child = null;
        try
        {
            SpawnedUmask.Take();
            if (view is not null)
                PrivateMounts.Enter(view);
            if (_command.Task.GetAwaiter().GetResult() is { } command)
                child = ChildProcess.Spawn(command);
        }
        catch (Exception e)
        {
            _started.SetException(e);
        }

        if (child is null)
            return;
        _started.SetResult(child);
        child.WaitForEnd();
    }
}
