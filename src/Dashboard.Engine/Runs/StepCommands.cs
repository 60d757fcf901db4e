using Dashboard.Core.Gates;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;

namespace Dashboard.Engine.Runs;

/// <summary>Starts, ends and settles attempts. Called by the run's coordinator alone, one command at a time.</summary>
/// <param name="session">The run.</param>
/// <param name="services">What it works with.</param>
/// <param name="post">Puts work into the coordinator's inbox: the end of an attempt is taken in its turn, like any command.</param>
internal sealed class StepCommands(RunSession session, RunDependencies services, Action<Func<Task>> post)
{
    private static readonly TimeSpan WriteAgain = TimeSpan.FromSeconds(2);

    private readonly DriftGuard _guard = new(session, services);
    private readonly ApproverGuard _approvers = new(session, services);
    // Read by whoever cancels, who waits for nobody's turn.
    private volatile Active? _active;
    private TaskCompletionSource? _ended;
    private volatile bool _stopping;

    /// <summary>Starts an attempt: decides, commits the start while all is made ready, and only then spawns.</summary>
    public async Task<CommandResult> StartAsync(Person person, RunCommand.StartStep command)
    {
        var run = session.State;
        var now = run.Time(services.Now);
        if (session.FindStep(command.StepId) is not { Kind: not StepKind.Manual } step)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, $"The runbook has no step {command.StepId} to run.",
                "Reload the page."));
        if (_stopping)
            return CommandResult.Refused(new LockReason(LockCode.Busy, "The server is shutting down.", "Try again when it is back."));
        if (run.Running is { } running)
        {
            return CommandResult.Refused(new LockReason(LockCode.Busy,
                $"“{session.FindStep(running.StepId)?.Title}” is running, started by {running.By.Name}.",
                "Wait for it, or cancel it.", running.StepId));
        }

        var seen = run.AttemptsOf(step.Id).Count();
        if (command.Seen is { } expected && expected != seen)
            return CommandResult.Refused(new LockReason(LockCode.Busy, "Already done by someone else: the step was run in the meantime.",
                "Review its outcome first."));
        var decision = GatePolicy.Decide(session.Runbook, run, step, person, now);
        if (!decision.IsUnlocked)
            return new(decision.Reasons);
        if (await _guard.VoidIfChangedAsync(step) is { } changed)
            return CommandResult.Refused(changed);
        if (await _approvers.CheckAsync(step) is { } lost)
            return CommandResult.Refused(lost);

        if (session.MissingSecrets is [_, ..] missing)
            return CommandResult.Refused(new LockReason(LockCode.SecretMissing,
                $"The server has been restarted and no longer has {string.Join(", ", missing)}.",
                "Enter it again, at the top of the page."));
        if (SecretNames.Unread(session.Runbook, run, step, session.Secrets) is { } unread)
            return CommandResult.Refused(unread);
        if (await services.Secrets.StartProblemAsync(session, step) is { } secret)
            return CommandResult.Refused(secret);

        var gate = step.Kind.NeedsApproval() ? session.Runbook.FindGate(step.GateId!) : null;
        var approval = gate is null ? null : GatePolicy.Current(session.Runbook, run, gate, now)!;
        var tie = approval is null ? null : await _approvers.TieAsync(approval, person);
        // Last: from here on whatever throws gives it back.
        var target = step.Target ?? run.Opened.Target;
        if (step.Kind.ChangesHost()
            && services.Holds.Take(target, new(run.RunId, session.Number, step.Title, person.Actor.Name)) is { } held)
            return CommandResult.Refused(held);
        var started = new StepStarted
        {
            AttemptId = Guid.CreateVersion7(now).ToString("N"),
            StepId = step.Id,
            StepDigest = step.Digest,
            Title = step.Title,
            Kind = step.Kind,
            Number = seen + 1,
            ApprovalId = approval?.Id,
            Target = target,
            EnvironmentNames = StepEnvironment.Names(step, Effective(step), services.Options.Value),
            InProgress = gate is not null && GatePolicy.IsInProgress(session.Runbook, run, gate),
            Tie = tie,
        };
        var stop = new AttemptCancellation(step.Timeout, services.Time);
        var committed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        MakeReady(person.Actor, step, started, committed.Task, stop);
        try
        {
            await session.AppendAsync(person.Actor, started);
        }
        catch
        {
            committed.SetResult(false);
            stop.Dispose();
            // An outcome that is unknown keeps its hold, whatever became of this step.
            ReleaseHold(target, session.State);
            throw;
        }

        (_active, _ended) = (new(started.AttemptId, stop), new(TaskCreationOptions.RunContinuationsAsynchronously));
        stop.Begin();
        // The server was told to stop while the start was waiting for the database.
        if (_stopping)
            stop.Stop(StopCause.ServerStopping);
        committed.SetResult(true);
        return CommandResult.Ok(started.AttemptId);
    }

    /// <summary>
    /// Ends the attempt under way. Outside of any turn: what was committed is running, and the database may be busy for minutes.
    /// </summary>
    public CommandResult Cancel(Person person, RunCommand.CancelAttempt command)
    {
        if (!person.MayRun)
            return CommandResult.Refused(OnlyOperators("cancels a step"));
        if (_active is not { } active || active.AttemptId != command.AttemptId)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, "That attempt is no longer running.", "Review its outcome."));
        active.Stop.Stop(StopCause.Cancelled, person.Actor.Name);
        return CommandResult.Ok(active.AttemptId);
    }

    /// <summary>Confirms a manual step.</summary>
    public async Task<CommandResult> ConfirmAsync(Person person, RunCommand.ConfirmManual command)
    {
        if (session.FindStep(command.StepId) is not { Kind: StepKind.Manual } step)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, $"The runbook has no manual step {command.StepId}.",
                "Reload the page."));
        var decision = GatePolicy.Decide(session.Runbook, session.State, step, person, services.Now);
        if (!decision.IsUnlocked)
            return new(decision.Reasons);
        if (command.Seen is { } expected && expected != session.State.Confirmations.Count(c => c.StepId == step.Id))
            return CommandResult.Refused(new LockReason(LockCode.Busy,
                "Already done by someone else: the step was confirmed in the meantime.", "Review their note first."));
        if (ChoiceProblem(step, command.Choice) is { } unchosen)
            return CommandResult.Refused(unchosen);
        if ((step.NoteRequired ? FreeText.Problem(command.Note, "a note that says what you did or saw") : FreeText.TooLong(command.Note))
            is { } problem)
            return CommandResult.Refused(problem);
        var (note, refusal) = await services.Secrets.MaskAsync(session, command.Note);
        if (refusal is not null)
            return CommandResult.Refused(refusal);
        await session.AppendAsync(person.Actor, new ManualConfirmed
        {
            StepId = step.Id,
            StepDigest = step.Digest,
            Note = note,
            Choice = command.Choice,
            Sets = command.Choice is not null && step.IdInPart is not null ? step.ChoiceName : null,
        });
        return CommandResult.Ok();
    }

    /// <summary>Skips an optional step.</summary>
    public async Task<CommandResult> SkipAsync(Person person, RunCommand.SkipStep command)
    {
        if (session.FindStep(command.StepId) is not { } step)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, $"The runbook has no step {command.StepId}.",
                "Reload the page."));
        var decision = GatePolicy.DecideSkip(session.Runbook, session.State, step, person);
        if (!decision.IsUnlocked)
            return new(decision.Reasons);
        if (FreeText.Problem(command.Reason, "a reason") is { } problem)
            return CommandResult.Refused(problem);
        var (reason, refusal) = await services.Secrets.MaskAsync(session, command.Reason);
        if (refusal is not null)
            return CommandResult.Refused(refusal);
        await session.AppendAsync(person.Actor, new StepSkipped { StepId = step.Id, StepDigest = step.Digest, Reason = reason });
        return CommandResult.Ok();
    }

    // What was chosen decides which changes are made: it stands once one of them has begun.
    private LockReason? ChoiceProblem(Step step, string? choice)
    {
        if (step.Choices.IsEmpty)
            return choice is null ? null : new(LockCode.Invalid, "The step is no choice.", "Confirm it without one.");
        if (choice is null || !step.Choices.Contains(choice))
            return new(LockCode.Invalid, $"“{step.Title}” needs a choice.", $"Choose one of: {string.Join(", ", step.Choices)}.");
        return session.State.Chosen.GetValueOrDefault(step.ChoiceName) is { } before && before != choice
            && session.Runbook.Steps.FirstOrDefault(s => s.Kind.ChangesHost() && s.When?.Name == step.ChoiceName
                && session.State.AttemptsOf(s.Id).Any()) is { } begun
            ? new(LockCode.Changed, $"“{begun.Title}” was begun for {before}.",
                $"Go on with {before}, or roll back and open a new run.", begun.Id)
            : null;
    }

    /// <summary>Settles an unknown outcome.</summary>
    public async Task<CommandResult> GiveVerdictAsync(Person person, RunCommand.GiveVerdict command)
    {
        if (!person.MayRun)
            return CommandResult.Refused(OnlyOperators("settles an outcome"));
        if (!session.State.IsOpen)
            return CommandResult.Refused(new LockReason(LockCode.RunClosed, "The run is closed.", "Open a new run."));
        if (session.State.Attempts.FirstOrDefault(a => a.Id == command.AttemptId && a.Settled == Outcome.Unknown) is not { } attempt)
            return CommandResult.Refused(new LockReason(LockCode.NotFound, "That attempt's outcome is no longer unknown.",
                "Review its outcome."));
        if (command.Verdict == Outcome.Passed && session.FindStep(attempt.StepId) is { } check && check.Kind.IsReadOnly())
            return CommandResult.Refused(new LockReason(LockCode.Invalid, "A check with an unknown outcome proves nothing.",
                $"Run “{check.Title}” again.", check.Id));
        if (command.Verdict is not (Outcome.Passed or Outcome.Failed))
            return CommandResult.Refused(new LockReason(LockCode.Invalid, "A verdict is either passed or failed.",
                "Choose one of the two."));
        if (FreeText.Problem(command.Note, "a note that says how you verified this") is { } problem)
            return CommandResult.Refused(problem);
        var (note, refusal) = await services.Secrets.MaskAsync(session, command.Note);
        if (refusal is not null)
            return CommandResult.Refused(refusal);
        await session.AppendAsync(person.Actor, new VerdictGiven
        {
            AttemptId = attempt.Id,
            Verdict = command.Verdict,
            Note = note,
        }, settle: after => ReleaseHold(attempt.Started.Target, after));
        return CommandResult.Ok(attempt.Id);
    }

    /// <summary>Ends the attempt under way because the server stops, and waits until its end is recorded.</summary>
    public async Task StopAsync()
    {
        var ended = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        // At once, and not when its turn has come: before that the inbox may wait for the database.
        _stopping = true;
        _active?.Stop.Stop(StopCause.ServerStopping);
        post(() =>
        {
            _active?.Stop.Stop(StopCause.ServerStopping);
            ended.SetResult(_ended?.Task ?? Task.CompletedTask);
            return Task.CompletedTask;
        });
        await await ended.Task;
    }

    private void MakeReady(Actor by, Step step, StepStarted started, Task<bool> committed, AttemptCancellation stop)
    {
        var run = session.State;
        _ = Task.Run(async () =>
        {
            if (await services.Execution.RunAsync(
                run.RunId, session.Runbook, Effective(step), session.Secrets, step, started, committed,
                () => _approvers.RefusalAsync(by, started), stop, number => session.Try = number) is { } finished)
                post(() => FinishAsync(by, started, finished));
        });
    }

    // What was chosen or written since it was opened is a value like any input, and so is a secret that is in memory alone.
    private RunOpened Effective(Step step)
    {
        var run = session.State;
        return run.Opened with { Inputs = RunValues.For(session.Runbook, run, step).SetItems(session.Secrets.Named) };
    }

    private async Task FinishAsync(Actor by, StepStarted started, StepFinished finished)
    {
        try
        {
            await session.AppendAsync(by, finished, settle: after => ReleaseHold(started.Target, after));
        }
        catch (StorageException) when (_stopping)
        {
            // The server goes; the next start finds an attempt without an end, and says so.
            _ended?.TrySetResult();
            return;
        }
        catch (StorageException e)
        {
            // The step has ended and nobody may forget it: it stays "running" on screen, with the reason, until its end is written.
            session.Trouble = $"The end of “{session.FindStep(started.StepId)?.Title}” could not be saved yet: {e.Message}";
            _ = Task.Delay(WriteAgain, services.Time).ContinueWith(
                _ => post(() => FinishAsync(by, started, finished)), TaskScheduler.Default);
            return;
        }

        if (session.Trouble is not null)
            session.Trouble = null;
        if (session.Try > 0)
            session.Try = 0;
        _active?.Stop.Dispose();
        _active = null;
        _ended?.TrySetResult();
        _ended = null;
    }

    // An unknown outcome keeps its hold: until somebody has settled it, the target may still be changing.
    private void ReleaseHold(string target, RunState after)
    {
        if (!after.Unsettled(session.Runbook).Any(a => a.Started.Target == target))
            services.Holds.Release(target, session.State.RunId);
    }

    /// <summary>The attempt under way, and what ends it.</summary>
    private sealed record Active(string AttemptId, AttemptCancellation Stop);

    private static LockReason OnlyOperators(string what) =>
        new(LockCode.Role, $"Only an operator {what}.", "Ask a lead for the operator role.");
}
