using MudBlazor;

namespace Dashboard.Components.Dialogs;

/// <summary>How every dialog behaves: Escape closes it, a stray click beside it does not, focus starts in it.</summary>
public static class DialogLooks
{
    /// <summary>The options of every dialog.</summary>
    public static DialogOptions Standard { get; } = new()
    {
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        CloseOnEscapeKey = true,
        BackdropClick = false,
        // Each dialog focuses its own beginning; MudBlazor would focus an empty element.
        DefaultFocus = DefaultFocus.None,
    };
}
