namespace Dashboard.Engine.Runs;

/// <summary>Everything that can be asked of runs. The only way from the screens to the engine's running side.</summary>
public interface IRunService
{
    /// <summary>Opens a run: pins the runbook and its files.</summary>
    Task<CommandResult> OpenAsync(Caller caller, OpenRun request, CancellationToken cancellation = default);

    /// <summary>The run as of now, with what differs in the runbooks folder; null when there is none. Starts nothing.</summary>
    /// <exception cref="UnreadableRunException">It is there and cannot be read.</exception>
    Task<RunView?> FindAsync(string runId, CancellationToken cancellation = default);

    /// <summary>Hands a command to the run's coordinator, which takes commands one at a time, and waits for the answer.</summary>
    Task<CommandResult> ExecuteAsync(Caller caller, string runId, RunCommand command, CancellationToken cancellation = default);
}
