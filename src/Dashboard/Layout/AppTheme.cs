using MudBlazor;

namespace Dashboard.Layout;

/// <summary>The MudBlazor theme: the colours of app.css, which the pages' own styles use by name.</summary>
internal static class AppTheme
{
    private static readonly string[] Sans = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Cantarell", "DejaVu Sans", "sans-serif"];

    /// <summary>Light and dark.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#3b4cca",
            PrimaryContrastText = "#ffffff",
            Secondary = "#55606e",
            Error = "#b3261e",
            ErrorContrastText = "#ffffff",
            Success = "#1b7a3d",
            Warning = "#8a5300",
            Info = "#1d5fa8",
            Background = "#f6f7f9",
            Surface = "#ffffff",
            TextPrimary = "#1b2430",
            TextSecondary = "#55606e",
            TextDisabled = "#55606e",
            LinesDefault = "#dfe3e8",
            LinesInputs = "#747e8b",
            Divider = "#dfe3e8",
            ActionDefault = "#55606e",
            ActionDisabled = "#626d7a",
            ActionDisabledBackground = "#e7eaee",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#9aa6ff",
            PrimaryContrastText = "#10143a",
            Secondary = "#a3afbd",
            Error = "#ff9a92",
            ErrorContrastText = "#3a0f0c",
            Success = "#7bd99a",
            Warning = "#f0b352",
            Info = "#7db4f0",
            Background = "#0f141a",
            Surface = "#171e26",
            TextPrimary = "#e6ebf1",
            TextSecondary = "#a3afbd",
            TextDisabled = "#a3afbd",
            LinesDefault = "#2a343f",
            LinesInputs = "#7f8b99",
            Divider = "#2a343f",
            ActionDefault = "#a3afbd",
            ActionDisabled = "#98a4b2",
            ActionDisabledBackground = "#28313b",
        },
        LayoutProperties = new() { DefaultBorderRadius = "8px" },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Sans, FontSize = ".94rem", LineHeight = "1.55", LetterSpacing = "normal" },
            Button = new ButtonTypography
            {
                FontFamily = Sans,
                FontSize = ".94rem",
                FontWeight = "600",
                LetterSpacing = "normal",
                TextTransform = "none",
            },
        },
    };
}
