using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Execution.Masking;

namespace Dashboard.Engine.Runs;

/// <summary>Notes, attached files, and the end of a run.</summary>
internal sealed class RecordCommands(RunSession session, RunDependencies services)
{
    /// <summary>Writes a note down.</summary>
    public async Task<CommandResult> AddNoteAsync(Person person, RunCommand.AddNote command)
    {
        if (Refusal(person, command.StepId) is { } refusal)
            return CommandResult.Refused(refusal);
        if (FreeText.Problem(command.Text, "some text") is { } problem)
            return CommandResult.Refused(problem);
        var (text, unmasked) = await services.Secrets.MaskAsync(session, command.Text);
        if (unmasked is not null)
            return CommandResult.Refused(unmasked);
        await session.AppendAsync(person.Actor, new NoteAdded { Text = text, StepId = command.StepId });
        return CommandResult.Ok();
    }

    /// <summary>Keeps a file.</summary>
    public async Task<CommandResult> AttachAsync(Person person, RunCommand.AttachFile command)
    {
        if (Refusal(person, command.StepId) is { } refusal)
            return CommandResult.Refused(refusal);
        var cap = services.Options.Value.AttachmentCap;
        if (command.Content.Length == 0)
            return CommandResult.Refused(Invalid("The file is empty.", "Choose another one."));
        if (command.Content.Length > cap)
            return CommandResult.Refused(Invalid($"The file has {command.Content.Length:N0} bytes; at most {cap:N0} are kept.",
                "Attach the part that matters, or say in a note where it is stored."));
        var (secrets, unknown) = await services.Secrets.ForTextAsync(session);
        if (unknown is not null)
            return CommandResult.Refused(unknown);
        if (secrets.MaskText(command.Name) != command.Name)
            return CommandResult.Refused(Invalid("The file's name holds a secret of this runbook.", "Rename it, and attach it again."));
        if (secrets.Holds(command.Content.Span))
            return CommandResult.Refused(Invalid("The file holds a secret of this runbook, or a private key.",
                "Remove it, and attach the file again."));
        var digest = Digests.Of(command.Content.Span);
        await session.AppendAsync(person.Actor, new FileAttached
        {
            Name = FreeText.FileName(command.Name),
            MediaType = MediaTypes.Of(command.Content.Span),
            Digest = digest,
            Length = command.Content.Length,
            StepId = command.StepId,
        }, [command.Content]);
        return CommandResult.Ok(digest);
    }

    /// <summary>Takes secrets that a restart of the server has lost, or all that are missing, or none.</summary>
    public async Task<CommandResult> EnterSecretsAsync(Person person, RunCommand.EnterSecrets command)
    {
        if (!person.MayRun)
            return CommandResult.Refused(new LockReason(LockCode.Role, "Only an operator enters secrets.",
                "Ask a lead for the operator role."));
        if (session.MissingSecrets is not [_, ..] missing)
            return CommandResult.Refused(Invalid("No secret is missing.", "Go on with the next step."));
        foreach (var name in missing)
        {
            var input = session.Runbook.Inputs.FirstOrDefault(i => i.Name == name) ?? new(name, "", null, true, null, InputKind.Secret);
            if (InputRules.Problem(input with { Required = true }, command.Values.GetValueOrDefault(name)) is { } problem)
                return CommandResult.Refused(Invalid(problem, $"Enter {name} again."));
        }

        foreach (var name in missing)
            session.Secrets.Name(name, command.Values[name], services.Secrets.Defences);
        await session.AppendAsync(person.Actor, new SecretsEntered { Names = missing });
        return CommandResult.Ok();
    }

    /// <summary>Closes the run.</summary>
    public async Task<CommandResult> CloseAsync(Person person, RunCommand.CloseRun command)
    {
        var run = session.State;
        if (!person.MayRun)
            return CommandResult.Refused(new LockReason(LockCode.Role, "Only an operator closes a run.", "Ask one."));
        if (!run.IsOpen)
            return CommandResult.Refused(new LockReason(LockCode.RunClosed, "The run is already closed.", "Open a new run."));
        if (run.Running is { } running)
            return CommandResult.Refused(new LockReason(LockCode.Busy, $"“{session.FindStep(running.StepId)?.Title}” is running.",
                "Wait for it, or cancel it.", running.StepId));
        if (session.Unsettled is [var unsettled, ..] && command.Result != RunResult.Abandoned)
        {
            return CommandResult.Refused(new LockReason(LockCode.UnknownOutcome,
                $"The outcome of “{session.FindStep(unsettled.StepId)?.Title}” is unknown.",
                "Resolve it, or abandon the run.", unsettled.StepId));
        }

        if (FreeText.Problem(command.Reason, "a reason") is { } problem)
            return CommandResult.Refused(problem);
        var (reason, unmasked) = await services.Secrets.MaskAsync(session, command.Reason);
        if (unmasked is not null)
            return CommandResult.Refused(unmasked);
        await session.AppendAsync(person.Actor, new RunClosed { Result = command.Result, Reason = reason }, settle: after =>
        {
            foreach (var target in after.Attempts.Select(a => a.Started.Target).Distinct())
                services.Holds.Release(target, after.RunId);
        });
        services.Snapshots.Remove(run.RunId);
        return CommandResult.Ok();
    }

    // Notes and files may be added after the end, too: that is when people know more.
    private LockReason? Refusal(Person person, string? stepId) =>
        !person.MayApprove ? new(LockCode.Role, "Only an operator or a lead adds notes and files.", "Ask one of them.")
        : stepId is not null && session.FindStep(stepId) is null
            ? new(LockCode.NotFound, $"The runbook has no step {stepId}.", "Reload the page.")
        : null;

    private static LockReason Invalid(string message, string remedy) => new(LockCode.Invalid, message, remedy);
}
