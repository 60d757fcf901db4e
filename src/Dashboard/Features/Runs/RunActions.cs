using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Features.Runs.Dialogs;
using Dashboard.Features.Runs.Model;
using Dashboard.Shared.Dialogs;
using MudBlazor;

namespace Dashboard.Features.Runs;

/// <summary>
/// What a person can do on a run's page. Each asks what must be asked, hands one command to the engine, and keeps a refusal
/// for the card it belongs to. Whether something is allowed is for the engine to say: a hidden button is only a courtesy.
/// </summary>
/// <param name="runId">The run.</param>
/// <param name="execute">Hands a command to the engine as the person who is signed in.</param>
/// <param name="dialogs">Opens the dialogs.</param>
/// <param name="changed">Shows what has changed.</param>
public sealed class RunActions(
    string runId, Func<RunCommand, Task<CommandResult>> execute, DialogOpener dialogs, Func<Task> changed)
{
    private readonly HashSet<string> _busy = [];

    /// <summary>The run.</summary>
    public string RunId => runId;

    /// <summary>What was refused last, by the id of the step or gate it was asked of.</summary>
    public ImmutableDictionary<string, ImmutableArray<LockReason>> Refusals { get; private set; } =
        ImmutableDictionary<string, ImmutableArray<LockReason>>.Empty;

    /// <summary>Whether a command for this step or gate is on its way.</summary>
    public bool IsBusy(string id) => _busy.Contains(id);

    /// <summary>Starts a step, unless someone else did after the person saw this.</summary>
    public Task StartAsync(Step step, RunState seen) =>
        GuardAsync(step.Id, () => execute(new RunCommand.StartStep(step.Id, seen.AttemptsOf(step.Id).Count())));

    /// <summary>Asks, then cancels the attempt under way.</summary>
    public Task CancelAsync(Step step, Attempt attempt) => AskAsync(new AskDialog.Question
    {
        Title = $"Cancel “{step.Title}”?",
        Text = step.Kind.ChangesHost()
            ? "The step gets a TERM signal, and is killed after a grace period. It changes the host: changes already made stay in place."
            : "The step gets a TERM signal, and is killed after a grace period.",
        Confirm = "Cancel the step",
        Dismiss = "Keep running",
        Danger = true,
        Submit = _ => execute(new RunCommand.CancelAttempt(attempt.Id)),
    });

    /// <summary>Asks for a note, then confirms a manual step.</summary>
    public Task ConfirmAsync(Step step, RunState seen) => AskAsync(new AskDialog.Question
    {
        Title = step.Choices.IsEmpty ? $"Confirm “{step.Title}”" : step.Title,
        Text = step.Choices.IsEmpty
            ? "You confirm this is done. Your name, the time and the note are recorded."
            : "Steps that depend on it follow your choice. Your name, the time and the note are recorded.",
        Label = step.Choices.IsEmpty ? "What you did or saw" : "Why",
        Required = step.NoteRequired,
        Choices = step.Choices,
        Confirm = "Confirm",
        Submit = answer => execute(new RunCommand.ConfirmManual(
            step.Id, answer.Text, seen.Confirmations.Count(c => c.StepId == step.Id), answer.Choice)),
    });

    /// <summary>Asks why, then skips an optional step.</summary>
    public Task SkipAsync(Step step) => AskAsync(new AskDialog.Question
    {
        Title = $"Skip “{step.Title}”?",
        Text = "It does not count as passed. Your name, the time and the reason are recorded. It can still be run later.",
        Label = "Reason",
        Required = true,
        Confirm = "Skip the step",
        Submit = answer => execute(new RunCommand.SkipStep(step.Id, answer.Text)),
    });

    /// <summary>Asks how the outcome was verified, then resolves an unknown outcome.</summary>
    public Task VerdictAsync(Step step, Attempt attempt, Outcome verdict) => AskAsync(new AskDialog.Question
    {
        Title = verdict == Outcome.Passed ? $"Mark “{step.Title}” as passed" : $"Mark “{step.Title}” as failed",
        Text = $"Attempt {attempt.Started.Number} has no recorded end. It will count as "
            + $"{(verdict == Outcome.Passed ? "passed" : "failed")}, on your word.",
        Label = "How did you verify this?",
        Required = true,
        Confirm = verdict == Outcome.Passed ? "Mark as passed" : "Mark as failed",
        Submit = answer => execute(new RunCommand.GiveVerdict(attempt.Id, verdict, answer.Text)),
    });

    /// <summary>Asks for the secrets that the server no longer has.</summary>
    public Task EnterSecretsAsync(RunPageModel model) => ShowAsync<SecretsDialog>(new()
    {
        [nameof(SecretsDialog.Asked)] = model.View.MissingSecrets.Select(name => SecretNamed(model.Runbook, name)).ToImmutableArray(),
        [nameof(SecretsDialog.Submit)] =
            (ImmutableSortedDictionary<string, string> values) => execute(new RunCommand.EnterSecrets(values)),
    });

    private static RunbookInput SecretNamed(Runbook runbook, string name)
    {
        var declared = runbook.Inputs.FirstOrDefault(i => i.Name == name);
        return declared is null ? new(name, "", null, Required: true, null, InputKind.Secret) : declared with { Required = true };
    }

    /// <summary>Asks why, then allows changes outside the change window.</summary>
    public Task OverrideWindowAsync(Runbook runbook) => AskAsync(new AskDialog.Question
    {
        Title = "Override the change window?",
        Text = $"The runbook allows changes at {runbook.Window}. After this they can be made at any time, until the run is closed. "
            + "Your name, the time and the reason are recorded.",
        Label = "Reason",
        Required = true,
        Confirm = "Override the window",
        Danger = true,
        Submit = answer => execute(new RunCommand.OverrideWindow(answer.Text)),
    });

    /// <summary>Shows what an approval means and asks for the phrase.</summary>
    public Task ApproveAsync(Gate gate, RunPageModel model) => ShowAsync<ApprovalDialog>(new()
    {
        [nameof(ApprovalDialog.Gate)] = gate,
        [nameof(ApprovalDialog.Model)] = model,
        [nameof(ApprovalDialog.Submit)] = (string phrase, string reason) => execute(new RunCommand.ApproveGate(gate.Id, phrase, reason)),
    }, DialogPresets.Wide);

    /// <summary>Asks why, then voids an approval.</summary>
    public Task VoidAsync(Gate gate, Approval approval) => AskAsync(new AskDialog.Question
    {
        Title = $"Void the approval of “{gate.Title}”?",
        Text = "The steps behind it are locked until the gate is approved again. A running step continues.",
        Label = "Why",
        Required = true,
        Confirm = "Void the approval",
        Danger = true,
        Submit = answer => execute(new RunCommand.VoidApproval(approval.Id, answer.Text)),
    });

    /// <summary>Asks for a note on the run, or on a step of it.</summary>
    public Task NoteAsync(Step? step = null) => AskAsync(new AskDialog.Question
    {
        Title = step is null ? "Add a note" : $"Add a note to “{step.Title}”",
        Text = "Notes are evidence: they cannot be changed or removed.",
        Label = "Note",
        Required = true,
        Confirm = "Add note",
        Submit = answer => execute(new RunCommand.AddNote(answer.Text, step?.Id)),
    });

    /// <summary>Asks for a file to attach.</summary>
    public Task AttachAsync(Step? step = null) => ShowAsync<AttachDialog>(new()
    {
        [nameof(AttachDialog.StepTitle)] = step?.Title,
        [nameof(AttachDialog.Submit)] = (string name, ReadOnlyMemory<byte> content) =>
            execute(new RunCommand.AttachFile(name, content, step?.Id)),
    });

    /// <summary>Asks how and why, then closes the run.</summary>
    public Task CloseAsync(RunResult suggested, RunView view) => ShowAsync<CloseRunDialog>(new()
    {
        [nameof(CloseRunDialog.Suggested)] = suggested,
        [nameof(CloseRunDialog.Doubts)] =
            (Func<RunResult, IEnumerable<string>>)(result => ClosingWarnings.Of(view.Runbook, view.State, result)),
        [nameof(CloseRunDialog.Submit)] = (RunResult result, string reason) => execute(new RunCommand.CloseRun(result, reason)),
    });

    /// <summary>Shows the keys.</summary>
    public Task KeysAsync() => ShowAsync<KeysDialog>([]);

    private Task AskAsync(AskDialog.Question question) => ShowAsync<AskDialog>(new() { [nameof(AskDialog.Asked)] = question });

    private async Task ShowAsync<TDialog>(DialogParameters parameters, DialogOptions? options = null)
        where TDialog : Microsoft.AspNetCore.Components.IComponent
    {
        await dialogs.OpenAsync<TDialog>(parameters, options);
        await changed();
    }

    // A second click while the first is on its way is the same click.
    private async Task GuardAsync(string id, Func<Task<CommandResult>> command)
    {
        if (!_busy.Add(id))
            return;
        Refusals = Refusals.Remove(id);
        await changed();
        try
        {
            var result = await command();
            if (!result.Done)
                Refusals = Refusals.SetItem(id, result.Reasons);
        }
        finally
        {
            _busy.Remove(id);
            await changed();
        }
    }
}
