using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Text;

namespace Dashboard.Shared.Rendering;

/// <summary>A stretch of visible text in one style.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Control">Whether it stands for a character that nobody would see.</param>
public readonly record struct AnsiRun(string Text, TerminalStyle Style, bool Control);

/// <summary>
/// A line of terminal output for the page: as <see cref="TerminalLine"/> reads it, and with what nobody would see told by its code point.
/// </summary>
/// <param name="Runs">Its stretches.</param>
/// <param name="HidesSome">Whether something was written that is not seen.</param>
public sealed record AnsiText(ImmutableArray<AnsiRun> Runs, bool HidesSome)
{
    /// <summary>What a line hides, for people.</summary>
    public const string Hidden =
        "Hidden, as in a terminal: text that was overwritten or erased, a link, or a title. The download contains it.";

    /// <summary>What a person sees of the line, without colours: what is searched and copied.</summary>
    public string Plain => string.Concat(Runs.Select(r => r.Text));

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its line break.</param>
    /// <param name="style">The style the line begins with; afterwards, the one the next line begins with.</param>
    public static AnsiText Read(string line, ref TerminalStyle style)
    {
        var seen = TerminalLine.Read(line, ref style);
        return new([.. seen.Runs.SelectMany(Told)], seen.HidesSome);
    }

    // Programs print letters of any language; only what nobody would see is told.
    private static IEnumerable<AnsiRun> Told(TerminalRun run)
    {
        var at = 0;
        foreach (var odd in OddCharacters.Find(run.Text, TextUse.Title)
            .Where(o => o.Kind == OddKind.Hidden && o.CodePoint is >= 0x80 and not 0xA0))
        {
            if (odd.Index > at)
                yield return new(run.Text[at..odd.Index], run.Style, Control: false);
            yield return new(string.Create(CultureInfo.InvariantCulture, $"⟨{odd.Code}⟩"), run.Style, Control: true);
            at = odd.Index + odd.Length;
        }

        if (at < run.Text.Length)
            yield return new(at == 0 ? run.Text : run.Text[at..], run.Style, Control: false);
    }
}
