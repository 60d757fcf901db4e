using System.Collections.Concurrent;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Runs;

/// <summary>Keeps one coordinator for each run that somebody has asked for, and hands commands to it.</summary>
internal sealed partial class RunService(RunServices services, RunReader reader, IRunQueries queries, ILogger<RunService> log) : IRunService, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RunCoordinator?>>> _coordinators = new(StringComparer.Ordinal);
    private readonly DriftWatch _drift = new(services);

    public async Task<CommandResult> OpenAsync(Caller caller, OpenRun request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        var person = await services.People.FindAsync(caller, cancellation);
        var runbook = await services.Library.FindAsync(request.Slug, cancellation);
        var findings = runbook is null ? [] : await services.Lint.LintAsync(runbook, cancellation);
        var problems = RunOpening.Problems(services.Options.Value, person, request, runbook, findings);
        if (!problems.IsEmpty)
            return CommandResult.Refused(problems);
        // What the approvers will be told of the checks is true at this moment, and not when the server started.
        var sandbox = await services.Sandbox.TryAsync(anew: request.Mode == RunMode.Live);
        var runId = Guid.CreateVersion7(services.Now).ToString("N");
        try
        {
            await services.Store.AppendAsync(runId, person!.Actor, RunOpening.Event(request, runbook!, findings, sandbox), runbook!.Contents, cancellation);
        }
        catch (StorageException e)
        {
            return CommandResult.Refused(new LockReason(LockCode.Storage, $"The run could not be written, so it was not opened. {e.Message}", "Try again when that is mended."));
        }

        services.Feed.Publish(runId);
        return CommandResult.Ok(runId);
    }

    public async Task<RunView?> FindAsync(string runId, CancellationToken cancellation = default)
    {
        if (await CoordinatorAsync(runId) is not { } coordinator)
            return null;
        var journal = coordinator.Journal;
        return new(journal.Number, journal.Runbook, journal.State, await _drift.OfAsync(journal), journal.Trouble);
    }

    public async Task<CommandResult> ExecuteAsync(Caller caller, string runId, RunCommand command, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            return await CoordinatorAsync(runId) is { } coordinator
                ? await coordinator.ExecuteAsync(caller, command)
                : CommandResult.Refused(new LockReason(LockCode.NotFound, "There is no such run.", "Choose one from the home page."));
        }
        catch (UnreadableRunException e)
        {
            return CommandResult.Refused(new LockReason(LockCode.Storage, e.Message, "Open a new run, or restore a backup."));
        }
    }

    /// <summary>Lets every open run look at what has changed around it.</summary>
    public async Task InspectOpenAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (var run in await queries.OpenRunsAsync(cancellation))
            {
                if (await CoordinatorAsync(run.RunId) is { } coordinator)
                    coordinator.Inspect();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is looked at again in a few seconds, and before each step in any case.
            LogNotInspected(e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var coordinator in _coordinators.Values.Where(c => c.IsValueCreated))
        {
            if (await coordinator.Value is { } started)
                await started.DisposeAsync();
        }
    }

    private async Task<RunCoordinator?> CoordinatorAsync(string runId)
    {
        // Lazy: however many ask at once, a run gets one coordinator.
        var lazy = _coordinators.GetOrAdd(runId, id => new(() => LoadAsync(id)));
        try
        {
            if (await lazy.Value is { } coordinator)
                return coordinator;
        }
        catch
        {
            _coordinators.TryRemove(new(runId, lazy));
            throw;
        }

        _coordinators.TryRemove(new(runId, lazy));
        return null;
    }

    private async Task<RunCoordinator?> LoadAsync(string runId) => await reader.FindAsync(runId) is { } run
        ? new(new(run.State, run.Runbook, run.Number, services.Store, services.Feed), services)
        : null;

    [LoggerMessage(LogLevel.Warning, "The open runs could not be looked at")]
    private partial void LogNotInspected(Exception e);
}
