using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Runs;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Features.Runs.Dialogs;

/// <summary>Asks for secrets again that the server no longer has.</summary>
public sealed partial class SecretsDialog
{
    private readonly string _title = $"secrets-{Guid.NewGuid():N}";
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private MudForm _form = default!;
    private ImmutableArray<LockReason> _refused = [];
    private bool _busy;

    /// <summary>The secrets.</summary>
    [Parameter, EditorRequired]
    public required ImmutableArray<RunbookInput> Asked { get; set; }

    /// <summary>Hands the values to the engine.</summary>
    [Parameter, EditorRequired]
    public required Func<ImmutableSortedDictionary<string, string>, Task<CommandResult>> Submit { get; set; }

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = default!;

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        foreach (var input in Asked)
            _values[input.Name] = "";
    }

    private async Task SubmitAsync()
    {
        await _form.ValidateAsync();
        if (_busy || Asked.Any(i => InputRules.Problem(i, _values[i.Name]) is not null))
            return;
        _busy = true;
        var result = await Submit(_values.ToImmutableSortedDictionary(StringComparer.Ordinal));
        _busy = false;
        _refused = result.Reasons;
        if (result.Done)
            Dialog.Close();
    }
}
