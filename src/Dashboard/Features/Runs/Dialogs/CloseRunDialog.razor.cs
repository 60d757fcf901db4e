using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Features.Runs.Dialogs;

/// <summary>Asks how and why a run is closed.</summary>
public sealed partial class CloseRunDialog
{
    private readonly string _title = $"close-{Guid.NewGuid():N}";
    private RunResult _result;
    private string _reason = "";
    private ImmutableArray<LockReason> _refused = [];
    private bool _busy;

    /// <summary>What the run looks like from its events.</summary>
    [Parameter]
    public RunResult Suggested { get; set; }

    /// <summary>What speaks against a result, in sentences.</summary>
    [Parameter]
    public Func<RunResult, IEnumerable<string>> Doubts { get; set; } = _ => [];

    /// <summary>Hands result and reason to the engine.</summary>
    [Parameter, EditorRequired]
    public required Func<RunResult, string, Task<CommandResult>> Submit { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized() => _result = Suggested;

    private async Task SubmitAsync()
    {
        if (_busy || string.IsNullOrWhiteSpace(_reason))
            return;
        _busy = true;
        var result = await Submit(_result, _reason.Trim());
        _busy = false;
        _refused = result.Reasons;
        if (result.Done)
            Dialog.Close();
    }
}
