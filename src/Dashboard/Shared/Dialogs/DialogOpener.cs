using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Dashboard.Shared.Dialogs;

/// <summary>
/// Opens dialogs, one at a time. On a slow line a key or a button is pressed again before what it opens is there: the second press
/// is the same press.
/// </summary>
/// <param name="dialogs">Shows them.</param>
public sealed class DialogOpener(IDialogService dialogs)
{
    private bool _open;

    /// <summary>Opens a dialog and waits until it is closed.</summary>
    /// <returns>How it was closed; null when another one was open.</returns>
    public async Task<DialogResult?> OpenAsync<TDialog>(DialogParameters parameters, DialogOptions? options = null)
        where TDialog : IComponent
    {
        if (_open)
            return null;
        _open = true;
        try
        {
            var dialog = await dialogs.ShowAsync<TDialog>(null, parameters, options ?? DialogPresets.Standard);
            return await dialog.Result;
        }
        finally
        {
            _open = false;
        }
    }
}
