using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Evidence.Queries;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Runs;

/// <summary>Opens runs, and hands questions and commands to their coordinators.</summary>
internal sealed partial class RunService(RunDependencies services, RunReader reader, IRunQueries queries, ILogger<RunService> log)
    : IRunService, IAsyncDisposable
{
    private readonly RunCoordinators _coordinators = new(services, reader);
    private readonly DriftCache _drift = new(services);

    /// <summary>How many coordinators there are.</summary>
    public int Coordinators => _coordinators.Count;

    public async Task<CommandResult> OpenAsync(Caller caller, OpenRun request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return await OpenNowAsync(caller, request, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return Failed(e);
        }
    }

    // Whoever has typed something is told, and keeps what was typed.
    private CommandResult Failed(Exception e)
    {
        LogFailed(e);
        return CommandResult.Refused(new LockReason(LockCode.Storage, $"It failed: {e.Message}", "Try again; the server's log says more."));
    }

    private async Task<CommandResult> OpenNowAsync(Caller caller, OpenRun request, CancellationToken cancellation)
    {
        var person = await services.Accounts.FindAsync(caller, cancellation);
        var runbook = await services.Library.FindAsync(request.Slug, cancellation);
        var findings = runbook is null ? [] : await services.Lint.LintAsync(runbook, cancellation);
        var problems = RunOpening.Problems(services.Options.Value, person, request, runbook, findings);
        if (!problems.IsEmpty)
            return CommandResult.Refused(problems);
        // What the approvers will be told of the checks is true at this moment, and not when the server started.
        var sandbox = await services.Sandbox.TryAsync(anew: request.Mode == RunMode.Live);
        var runId = Guid.CreateVersion7(services.Now).ToString("N");
        // Before anybody can see the run, and start a step of it.
        _coordinators.Remember(runId, RunOpening.Secrets(request, runbook!.Runbook));
        try
        {
            await services.Store.AppendAsync(runId, person!.Actor, RunOpening.Event(request, runbook, findings, sandbox),
                runbook.Contents, cancellation);
        }
        catch (StorageException e)
        {
            _coordinators.Forget(runId);
            return CommandResult.Refused(new LockReason(LockCode.Storage, $"The run could not be saved, so it was not opened. {e.Message}",
                "Try again when that is fixed."));
        }

        services.Feed.Publish(runId);
        return CommandResult.Ok(runId);
    }

    public async Task<RunView?> FindAsync(string runId, CancellationToken cancellation = default)
    {
        if (_coordinators.Find(runId)?.Session is { } live)
            return new(live.Number, live.Runbook, live.State, await _drift.OfAsync(live.State), live.Trouble, live.Try)
            {
                MissingSecrets = live.MissingSecrets,
            };
        return await reader.FindAsync(runId, cancellation) is { } stored
            ? new(stored.Number, stored.Runbook, stored.State, await _drift.OfAsync(stored.State))
            {
                MissingSecrets = SecretNames.Missing(stored.Runbook, stored.State, _coordinators.SecretsOf(runId)),
            }
            : null;
    }

    public async Task<CommandResult> ExecuteAsync(Caller caller, string runId, RunCommand command, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            return await _coordinators.UseAsync(
                runId,
                coordinator => coordinator.ExecuteAsync(caller, command),
                missing: CommandResult.Refused(new LockReason(LockCode.NotFound, "Run not found.", "Choose one from the home page.")));
        }
        catch (UnreadableRunException e)
        {
            return CommandResult.Refused(new LockReason(LockCode.Storage, e.Message, "Open a new run, or restore a backup."));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            return Failed(e);
        }
    }

    /// <summary>Lets every open run look at what has changed around it, and lets go of what closed runs no longer need.</summary>
    public async Task InspectOpenAsync(CancellationToken cancellation)
    {
        try
        {
            await _coordinators.SweepAsync();
            foreach (var run in await queries.OpenRunsAsync(cancellation))
                await InspectAsync(run.RunId, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // It is looked at again in a few seconds, and before each step in any case.
            LogNotInspected(e);
        }
    }

    public ValueTask DisposeAsync() => _coordinators.DisposeAsync();

    private async Task InspectAsync(string runId, CancellationToken cancellation)
    {
        try
        {
            await _coordinators.UseAsync(
                runId,
                coordinator =>
                {
                    coordinator.Inspect();
                    return Task.FromResult(true);
                },
                missing: false);
        }
        catch (UnreadableRunException)
        {
            // Nothing can be written into it; its page says so. The others are looked at all the same.
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            // Nor does what keeps this one from being read, for a moment or for good, keep the others from being looked at.
            LogNotInspected(e);
        }
    }

    [LoggerMessage(LogLevel.Error, "A request failed")]
    private partial void LogFailed(Exception e);

    [LoggerMessage(LogLevel.Warning, "The open runs could not be checked")]
    private partial void LogNotInspected(Exception e);
}
