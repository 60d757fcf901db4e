using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;

namespace Dashboard.Engine.Runs;

/// <summary>A run as a screen needs it. Immutable: taken once, it never changes under the reader.</summary>
/// <param name="Number">The run's number, for people.</param>
/// <param name="Runbook">The runbook as it was pinned.</param>
/// <param name="State">Everything that happened.</param>
/// <param name="Drift">What in the runbooks folder differs from what was pinned; empty when nothing does.</param>
/// <param name="Trouble">Why something that happened could not be written yet (a full disk), in words for people; null when all is well.</param>
public sealed record RunView(
    long Number, Runbook Runbook, RunState State, ImmutableArray<FileDrift> Drift, string? Trouble = null);

/// <summary>Everything that can be asked of runs. The only way from the screens to the engine's running side.</summary>
public interface IRunService
{
    /// <summary>Opens a run: pins the runbook and its files.</summary>
    Task<CommandResult> OpenAsync(Caller caller, OpenRun request, CancellationToken cancellation = default);

    /// <summary>The run as of now; null when there is none.</summary>
    /// <exception cref="UnreadableRunException">It is there and cannot be read.</exception>
    Task<RunView?> FindAsync(string runId, CancellationToken cancellation = default);

    /// <summary>Hands a command to the run's coordinator, which takes commands one at a time, and waits for the answer.</summary>
    Task<CommandResult> ExecuteAsync(Caller caller, string runId, RunCommand command, CancellationToken cancellation = default);
}
