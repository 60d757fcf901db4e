using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Dashboard.Shared.Rendering;

/// <summary>
/// Shows a text that somebody else wrote. Hidden characters stand as their code points in boxes, lookalikes have theirs behind them; the
/// raw character is kept inside the box, where it turns and hides nothing, so that copying gives what is really there.
/// </summary>
public sealed partial class Exact : ComponentBase
{
    // Letters that run from right to left take the words beside them along: a text that has some gets a direction of its own. Emoji come
    // along.
    [GeneratedRegex(@"[\u0590-\u08FF\u200E\u200F\u2066-\u2069\uD800-\uDFFF\uFB1D-\uFDFF\uFE70-\uFEFF]", RegexOptions.CultureInvariant)]
    private static partial Regex Turning { get; }

    private (string? Text, TextUse Use, bool Row) _shown;
    private ImmutableArray<OddCharacter> _odd = [];

    /// <summary>The text.</summary>
    [Parameter, EditorRequired]
    public string? Text { get; set; }

    /// <summary>What it is for: by default a line for people.</summary>
    [Parameter]
    public TextUse Use { get; set; } = TextUse.Title;

    /// <summary>
    /// Whether it is a row of a script or a file, where tabs are at home. Other code is one line, in which they are shown as code points.
    /// </summary>
    [Parameter]
    public bool Row { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_shown == (Text, Use, Row))
            return;
        _shown = (Text, Use, Row);
        _odd = Text is null ? [] : Use == TextUse.Code && !Row ? OddCharacters.FindInOneLine(Text, Use) : OddCharacters.Find(Text, Use);
    }

    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (Text is null || (_odd.IsEmpty && !Turning.IsMatch(Text)))
        {
            builder.AddContent(0, Text);
            return;
        }

        builder.OpenElement(1, "bdi");
        builder.AddAttribute(2, "class", Use == TextUse.Code ? "exact is-code" : "exact");
        var from = 0;
        foreach (var odd in _odd)
        {
            builder.AddContent(3, Text[from..odd.Index]);
            builder.OpenElement(4, "span");
            builder.AddAttribute(5, "class", odd.Kind == OddKind.Hidden ? VisibleHtml.Css : VisibleHtml.Css + " is-lookalike");
            builder.AddAttribute(6, "data-cp", odd.Code);
            builder.AddAttribute(7, "title", odd.Words);
            builder.OpenElement(8, "span");
            // The browser's decoder takes a byte order mark at the beginning of a text for its own, and drops it.
            if (odd.CodePoint == 0xFEFF)
                builder.AddMarkupContent(9, "&#xFEFF;");
            else
                builder.AddContent(10, Text.Substring(odd.Index, odd.Length));
            builder.CloseElement();
            builder.CloseElement();
            from = odd.Index + odd.Length;
        }

        builder.AddContent(11, Text[from..]);
        builder.CloseElement();
    }
}
