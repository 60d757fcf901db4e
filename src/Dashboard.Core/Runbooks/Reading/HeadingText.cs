using System.Text.RegularExpressions;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>What a heading says, and the anchor that it may give itself.</summary>
internal static partial class HeadingText
{
    /// <summary>
    /// Reads, for example, <c>## Rollback {#rollback}</c>. Braces that hold anything else are part of the text.
    /// </summary>
    /// <returns>The text without marks, and the anchor; null when it states none.</returns>
    public static (string Text, string? Anchor) Of(HeadingBlock heading)
    {
        var text = InlineText.Of(heading);
        return Anchor().Match(text) is { Success: true } match ? (text[..match.Index].TrimEnd(), match.Groups[1].Value) : (text, null);
    }

    [GeneratedRegex(@"\{#([A-Za-z0-9][A-Za-z0-9_.-]{0,99})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Anchor();
}
