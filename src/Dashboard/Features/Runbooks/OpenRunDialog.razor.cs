using System.Collections.Immutable;
using Dashboard.Core.Attempts;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine;
using Dashboard.Engine.Runbooks;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using MudBlazor;

namespace Dashboard.Features.Runbooks;

/// <summary>Asks for what a run is opened with. The engine checks it all again.</summary>
public sealed partial class OpenRunDialog
{
    private readonly string _title = $"open-{Guid.NewGuid():N}";
    private readonly Dictionary<string, string> _inputs = new(StringComparer.Ordinal);
    private MudForm _form = default!;
    private string _target = "";
    private RunMode _mode = RunMode.Rehearsal;
    private string _reference = "";
    private ImmutableArray<LockReason> _refused = [];
    private bool _asked;
    private bool _busy;

    /// <summary>The runbook as the person saw it.</summary>
    [Parameter, EditorRequired]
    public required LibraryRunbook Book { get; set; }

    /// <summary>How many errors the linter found: a live run waits for them.</summary>
    [Parameter]
    public int Errors { get; set; }

    /// <summary>Opens the run.</summary>
    [Parameter, EditorRequired]
    public required Func<OpenRun, Task<CommandResult>> Submit { get; set; }

    [Inject]
    private IOptions<EngineOptions> Options { get; set; } = default!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    private ImmutableArray<Target> Targets => [.. Options.Value.AllTargets];

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        _target = Targets[0].Name;
        foreach (var input in Book.Runbook.AskedInputs)
            _inputs[input.Name] = input.Type == InputKind.Secret ? ""
                : Options.Value.Inputs.GetValueOrDefault(input.Name) ?? input.Default ?? "";
    }

    private async Task SubmitAsync()
    {
        _asked = true;
        await _form.ValidateAsync();
        if (_busy || Book.Runbook.AskedInputs.Any(i => InputRules.Problem(i, _inputs[i.Name]) is not null))
            return;
        _busy = true;
        var result = await Submit(new(Book.Slug, _target, _mode, _reference.Trim() is { Length: > 0 } given ? given : null,
            _inputs.Where(i => i.Value.Length > 0).ToImmutableSortedDictionary(StringComparer.Ordinal))
        { Seen = Book.Revision });
        _busy = false;
        _refused = result.Reasons;
        if (result.Done)
            Dialog.Close(DialogResult.Ok(result.Id));
    }
}
