using MudBlazor;

namespace Dashboard.Shared.Dialogs;

/// <summary>
/// How every dialog behaves: Escape closes it, a stray click beside it does not. Each dialog also sets <c>DefaultFocus</c> to none
/// on itself and focuses its own beginning: MudBlazor's focus trap would move the focus to an empty element after that, and what
/// is typed then would be lost (9.12 ignores the same setting in these options).
/// </summary>
public static class DialogPresets
{
    /// <summary>Those of a dialog that shows commands and files.</summary>
    public static DialogOptions Wide { get; } = new()
    {
        MaxWidth = MaxWidth.Medium,
        FullWidth = true,
        CloseOnEscapeKey = true,
        BackdropClick = false,
    };

    /// <summary>The options of every other dialog.</summary>
    public static DialogOptions Standard { get; } = new()
    {
        MaxWidth = MaxWidth.Small,
        FullWidth = true,
        CloseOnEscapeKey = true,
        BackdropClick = false,
    };
}
