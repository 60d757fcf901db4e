using System.Globalization;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>
/// Tells letters that pass for ASCII from those of another language (UTS #39, mixed-script and whole-script confusables). A Cyrillic
/// <c>а</c> among Latin letters deceives. A word of such letters alone, like the Russian <c>со</c>, deceives too, unless a letter beside it
/// shows its script.
/// </summary>
internal static class LookalikeLetters
{
    private const int OptionDash = 0x2013, Minus = 0x2212, Information = 0x2139, VariationEmoji = 0xFE0F;

    /// <summary>Quotation marks and number signs part code from words in it: a comment in Russian makes no command Russian.</summary>
    private static readonly Rune[] Partings = [new('"'), new('\''), new('`'), new('#'), new('\n')];

    /// <summary>Marks each character that passes for ASCII.</summary>
    /// <param name="runes">The text.</param>
    /// <param name="use">What the text is for.</param>
    /// <param name="found">Called with the place of each.</param>
    public static void Find(ReadOnlySpan<Rune> runes, TextUse use, Action<int> found)
    {
        for (var start = 0; start < runes.Length;)
        {
            var end = start;
            while (end < runes.Length && !(use == TextUse.Code && Partings.Contains(runes[end])))
                end++;
            Segment(runes, start, end, use, found);
            start = end + 1;
        }
    }

    private static void Segment(ReadOnlySpan<Rune> runes, int start, int end, TextUse use, Action<int> found)
    {
        var shown = Shown(runes[start..end]);
        for (var i = start; i < end;)
        {
            var last = i;
            while (last < end && IsWordPart(runes[last]))
                last++;
            if (last > i)
                Word(runes, i, last, use, shown, found);
            else if (use == TextUse.Code && IsSign(runes, i))
                found(i);
            i = Math.Max(last, i + 1);
        }
    }

    private static void Word(ReadOnlySpan<Rune> runes, int start, int end, TextUse use, HashSet<string> shown, Action<int> found)
    {
        // The one emoji that counts as a letter, alone and drawn as a picture: `:information_source:`.
        if (use != TextUse.Code && end - start == 2 && runes[start].Value == Information && runes[start + 1].Value == VariationEmoji)
            return;
        var (latin, others) = (false, false);
        for (var i = start; i < end; i++)
        {
            latin |= runes[i].IsAscii && Rune.IsLetter(runes[i]);
            others |= Rune.IsLetter(runes[i]) && !runes[i].IsAscii && !Passes(runes[i]);
        }

        for (var i = start; i < end; i++)
        {
            if (!Passes(runes[i]))
            {
                // A letter that passes for a quotation mark or an exclamation mark.
                if (use == TextUse.Code && !runes[i].IsAscii && CharacterTables.LooksLike(runes[i]) is not null)
                    found(i);
                continue;
            }

            var deceives = CharacterTables.ScriptOf(runes[i]) switch
            {
                // Letters of mathematics, of phonetics and of double width.
                null => use != TextUse.Prose,
                "Latin" => use == TextUse.Code,
                var script => latin || (use != TextUse.Prose && !others && !shown.Contains(script)),
            };
            if (deceives)
                found(i);
        }
    }

    /// <summary>The scripts of which the text has a letter that nobody takes for ASCII.</summary>
    private static HashSet<string> Shown(ReadOnlySpan<Rune> runes)
    {
        var shown = new HashSet<string>(StringComparer.Ordinal);
        foreach (var rune in runes)
        {
            if (!rune.IsAscii && Rune.IsLetter(rune) && !Passes(rune) && CharacterTables.ScriptOf(rune) is { } script)
                shown.Add(script);
        }

        return shown;
    }

    private static bool Passes(Rune rune) =>
        !rune.IsAscii && Rune.IsLetterOrDigit(rune) && CharacterTables.LooksLike(rune) is { } looks && char.IsAsciiLetterOrDigit(looks[0]);

    // A semicolon of Greek, a slash of arithmetic, a numeral of Rome, a bar that passes for an l.
    // A dash only where it begins an option: between words it is good typesetting.
    private static bool IsSign(ReadOnlySpan<Rune> runes, int at) => runes[at].Value is OptionDash or Minus
        ? (at == 0 || Rune.IsWhiteSpace(runes[at - 1])) && at + 1 < runes.Length && runes[at + 1].IsAscii
            && !Rune.IsWhiteSpace(runes[at + 1])
        : !runes[at].IsAscii && CharacterTables.LooksLike(runes[at]) is not null;

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune) || rune.Value == '_'
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
