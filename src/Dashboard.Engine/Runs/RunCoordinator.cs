using System.Threading.Channels;
using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Accounts;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Runs;

/// <summary>
/// The one owner and writer of an open run. It takes commands one at a time, independent of any browser, so a double click, two
/// tabs or two operators are one execution; it looks the person up again for each command.
/// </summary>
internal sealed partial class RunCoordinator : IAsyncDisposable
{
    private readonly Channel<Func<Task>> _inbox = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly RunSession _session;
    private readonly IAccounts _accounts;
    private readonly StepCommands _steps;
    private readonly GateCommands _gates;
    private readonly RecordCommands _records;
    private readonly ApproverGuard _approvers;
    private readonly ClockNotes _clock;
    private readonly ILogger<RunCoordinator> _log;
    private readonly Task _loop;
    private bool _disposed;

    public RunCoordinator(RunSession session, RunDependencies services)
    {
        _session = session;
        _accounts = services.Accounts;
        _steps = new StepCommands(session, services, Post);
        _gates = new GateCommands(session, services);
        _records = new RecordCommands(session, services);
        _approvers = new ApproverGuard(session, services);
        _clock = new ClockNotes(session, services);
        _log = services.Log;
        _loop = LoopAsync();
    }

    /// <summary>The run's state and runbook.</summary>
    public RunSession Session => _session;

    /// <summary>Carries out a command when its turn has come.</summary>
    public async Task<CommandResult> ExecuteAsync(Caller caller, RunCommand command)
    {
        if (command is RunCommand.CancelAttempt cancel)
            return await CancelAsync(caller, cancel);
        var answer = new TaskCompletionSource<CommandResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        return _inbox.Writer.TryWrite(async () => answer.SetResult(await AnswerAsync(caller, command)))
            ? await answer.Task
            : CommandResult.Refused(new LockReason(LockCode.Storage, "The server is shutting down.", "Try again when it is back."));
    }

    /// <summary>
    /// Writes down, in its turn, what has changed around the run: that the clock was set, and that who approved may not approve any more.
    /// </summary>
    public void Inspect()
    {
        if (_session.State is { IsOpen: true, Approvals.IsEmpty: false } || _clock.Any)
        {
            Post(async () =>
            {
                await _clock.WriteAsync();
                await _approvers.VoidLostAsync();
            });
        }
    }

    /// <summary>Ends what runs, records its end, and takes no more commands.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await _steps.StopAsync();
            _inbox.Writer.TryComplete();
        }

        await _loop;
    }

    private void Post(Func<Task> work) => _inbox.Writer.TryWrite(work);

    private async Task LoopAsync()
    {
        await foreach (var work in _inbox.Reader.ReadAllAsync())
        {
            try
            {
                await work();
            }
            catch (Exception e)
            {
                // One broken command must not end the run's only writer.
                LogBroken(_session.State.RunId, e);
            }
        }
    }

    // What runs is ended at once, and not after what waits for the database.
    private async Task<CommandResult> CancelAsync(Caller caller, RunCommand.CancelAttempt command)
    {
        try
        {
            return await _accounts.FindAsync(caller) is { } person ? _steps.Cancel(person, command) : CommandResult.Refused(SignedOut);
        }
        catch (Exception e)
        {
            LogBroken(_session.State.RunId, e);
            return CommandResult.Refused(new LockReason(LockCode.Storage,
                $"Your account could not be checked, so nothing was stopped: {e.Message}", "Try again."));
        }
    }

    private async Task<CommandResult> AnswerAsync(Caller caller, RunCommand command)
    {
        try
        {
            if (await _accounts.FindAsync(caller) is not { } person)
                return CommandResult.Refused(SignedOut);
            await _clock.WriteAsync();
            return command switch
            {
                RunCommand.StartStep c => await _steps.StartAsync(person, c),
                RunCommand.ConfirmManual c => await _steps.ConfirmAsync(person, c),
                RunCommand.SkipStep c => await _steps.SkipAsync(person, c),
                RunCommand.GiveVerdict c => await _steps.GiveVerdictAsync(person, c),
                RunCommand.EnterSecrets c => await _records.EnterSecretsAsync(person, c),
                RunCommand.OverrideWindow c => await _gates.OverrideWindowAsync(person, c),
                RunCommand.ApproveGate c => await _gates.ApproveAsync(person, c),
                RunCommand.VoidApproval c => await _gates.VoidAsync(person, c),
                RunCommand.AddNote c => await _records.AddNoteAsync(person, c),
                RunCommand.AttachFile c => await _records.AttachAsync(person, c),
                RunCommand.CloseRun c => await _records.CloseAsync(person, c),
                _ => throw new ArgumentOutOfRangeException(nameof(command)),
            };
        }
        catch (StorageException e)
        {
            return CommandResult.Refused(new LockReason(LockCode.Storage, $"It could not be saved, so it was not done. {e.Message}",
                "Try again when that is fixed."));
        }
        catch (Exception e)
        {
            LogBroken(_session.State.RunId, e);
            return CommandResult.Refused(new LockReason(LockCode.Invalid, $"It failed: {e.Message}", "Check the server's log."));
        }
    }

    private static LockReason SignedOut => new(LockCode.Role, "You are signed out, or your account is locked.", "Sign in again.");

    [LoggerMessage(LogLevel.Error, "Run {Run}: a command broke")]
    private partial void LogBroken(string run, Exception e);
}
