using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>What a heading says, and the anchor that it may give itself.</summary>
internal static partial class HeadingText
{
    /// <summary>
    /// Reads, for example, <c>## Rollback {#rollback}</c>. Braces that hold anything else are part of the text.
    /// </summary>
    /// <returns>The text without marks, and the anchor: the one that it states, else the one that GitHub makes of its text.</returns>
    public static (string Text, string Anchor) Of(HeadingBlock heading)
    {
        var text = InlineText.Of(heading);
        return Anchor().Match(text) is { Success: true } match
            ? (text[..match.Index].TrimEnd(), match.Groups[1].Value)
            : (text, LinkHelper.UrilizeAsGfm(InlineText.Of(heading, emojiNames: true)));
    }

    /// <summary>Takes the braces off a heading that is shown as it was read.</summary>
    public static void CutAnchor(HeadingBlock heading)
    {
        if (heading.Inline?.LastChild is LiteralInline last && Anchor().Match(last.Content.ToString()) is { Success: true } match)
            last.Content = new(last.Content.ToString()[..match.Index].TrimEnd());
    }

    [GeneratedRegex(@"\{#([A-Za-z0-9][A-Za-z0-9_.-]{0,99})\}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Anchor();
}
