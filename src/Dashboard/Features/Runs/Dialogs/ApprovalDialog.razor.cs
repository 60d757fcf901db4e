using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Dashboard.Features.Runs.Model;
using Dashboard.Shared.Steps;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace Dashboard.Features.Runs.Dialogs;

/// <summary>
/// Asks for a gate's phrase. The button comes alive when the bytes are equal; that is a help and no defence, since the engine
/// compares again and records each rejected approval.
/// </summary>
public sealed partial class ApprovalDialog
{
    private const int MostTitle = 100;

    private readonly string _title = $"approve-{Guid.NewGuid():N}";
    private string _typed = "";
    private string _reason = "";
    private ImmutableArray<LockReason> _refused = [];
    private int _tries;
    private bool _busy;
    private PinnedTexts? _pinned;
    private string? _problem;

    /// <summary>The gate.</summary>
    [Parameter, EditorRequired]
    public required Gate Gate { get; set; }

    /// <summary>The run as the person saw it when they opened the dialog.</summary>
    [Parameter, EditorRequired]
    public required RunPageModel Model { get; set; }

    /// <summary>Hands phrase and reason to the engine.</summary>
    [Parameter, EditorRequired]
    public required Func<string, string, Task<CommandResult>> Submit { get; set; }

    [Inject]
    private IPinnedFiles Pinned { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private RunOpened Opened => Model.State.Opened;

    // The title stays in view while the rest scrolls: a longer one would leave no room for what is approved.
    private string ShortTitle => Gate.Title.Length <= MostTitle ? Gate.Title
        : Gate.Title[..(char.IsHighSurrogate(Gate.Title[MostTitle - 1]) ? MostTitle - 1 : MostTitle)] + "…";

    private PhraseHint Check => PhraseHint.Of(_typed, Gate.Phrase);

    // Who goes on alone states why: without it the engine would not let them run what they unlocked.
    private bool ReasonNeeded => Model.Me is { } me && SoloRule.NeedsReason(Gate, me);

    // Nobody approves before they could have read what runs.
    private bool Complete => Check.Equal && _pinned is not null && (!ReasonNeeded || !string.IsNullOrWhiteSpace(_reason));

    private bool InProgress => GatePolicy.IsInProgress(Model.Runbook, Model.State, Gate);

    private ImmutableArray<Step> Unlocked => [.. Model.InPlay.StepsBehind(Gate.Id)];

    private ImmutableArray<Step> Rollbacks => [.. Model.Runbook.RollbacksOf(Gate.Id)];

    private ImmutableArray<Step> Locked => [.. Model.InPlay.Steps.Where(s => s.Kind.NeedsApproval() && s.GateId != Gate.Id)];

    private ImmutableArray<(Step Step, StepBadge Badge, string Words, string? Doubt)> Evidence =>
    [
        .. GatePolicy.EvidenceSteps(Model.InPlay, Gate).Select(step =>
        {
            var status = Model.StatusOf(step);
            return (step, StepPresentation.BadgeOf(status), StateText.Of(Model.Runbook, Model.State, step, status, Model.Now),
                Confinement.Doubt(Model.State.LatestAttempt(step.Id)));
        }),
    ];

    private IReadOnlyDictionary<string, string> Texts =>
        _pinned is null
            ? ImmutableDictionary<string, string>.Empty
            : _pinned.Files.Skip(1).ToDictionary(f => f.File.Path, f => f.Text ?? "", StringComparer.Ordinal);

    /// <summary>What no step of this gate names, the runbook itself first.</summary>
    private IEnumerable<PinnedText> OtherFiles => _pinned!.Files.Except(Unlocked.Concat(Rollbacks).SelectMany(FilesOf));

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _pinned = await Pinned.OfAsync(Model.View.Number, Model.State, Gate.Id);
        }
        catch (Exception)
        {
            _problem = "The pinned files cannot be read. Close this dialog and try again later.";
        }
    }

    private PinnedText[] FilesOf(Step step) =>
        PinnedFileUse.Of(step, Texts) is { IsEmpty: false } paths ? [.. _pinned!.Files.Where(f => paths.Contains(f.File.Path))] : [];

    private Task EnterAsync(KeyboardEventArgs e) => e.Key == "Enter" ? SubmitAsync() : Task.CompletedTask;

    private async Task SubmitAsync()
    {
        if (_busy || !Complete)
            return;
        _busy = true;
        _refused = [];
        var result = await Submit(_typed, _reason.Trim());
        _busy = false;
        _tries++;
        _refused = result.Reasons;
        if (result.Done)
            Dialog.Close();
    }
}
