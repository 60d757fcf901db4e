using System.Globalization;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>
/// Tells characters that nobody sees from those that have work to do where they stand: a joiner inside a Persian word or an emoji is at
/// home, the same joiner inside a command is not (Unicode TR #36 and UAX #9; "Trojan Source", CVE-2021-42574).
/// </summary>
internal static class HiddenCharacters
{
    private const int VariationText = 0xFE0E, VariationEmoji = 0xFE0F, Joiner = 0x200D, BlackFlag = 0x1F3F4, Keycap = 0x20E3;

    /// <summary>Scripts whose letters join without help, or not at all: a joiner between them does nothing that is seen.</summary>
    private static readonly string[] Plain =
        ["Latin", "Greek", "Cyrillic", "Armenian", "Georgian", "Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"];

    private static readonly string[] East = ["Han", "Hiragana", "Katakana", "Hangul", "Bopomofo"];

    /// <summary>Whether a character is hidden where it stands.</summary>
    /// <param name="runes">The text.</param>
    /// <param name="at">Where the character stands in it.</param>
    /// <param name="use">What the text is for.</param>
    public static bool Is(ReadOnlySpan<Rune> runes, int at, TextUse use)
    {
        var rune = runes[at];
        if (rune.IsAscii)
            return rune.Value is < ' ' or 0x7F && rune.Value is not ('\t' or '\n')
                && !(rune.Value == '\r' && Next(runes, at)?.Value == '\n');
        return rune.Value switch
        {
            >= 0x202A and <= 0x202E => true,
            >= 0x2066 and <= 0x2069 or 0xAD => use != TextUse.Prose,
            0x200E or 0x200F or 0x61C =>
                use == TextUse.Code || (use == TextUse.Title && !IsComplex(Previous(runes, at)) && !IsComplex(Next(runes, at))),
            0x200B or 0x200C => !IsComplex(Previous(runes, at)),
            Joiner => !IsComplex(Previous(runes, at)) && !(IsPicture(Previous(runes, at)) && IsPicture(Next(runes, at))),
            VariationText or VariationEmoji =>
                Next(runes, at)?.Value != Keycap && (!IsPicture(Previous(runes, at)) || Previous(runes, at)?.Value == VariationEmoji),
            >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF =>
                Script(Previous(runes, at)) is not ("Han" or "Myanmar" or "Phags_Pa") || use == TextUse.Code,
            >= 0x180B and <= 0x180F => Script(Previous(runes, at)) != "Mongolian",
            >= 0xE0000 and <= 0xE007F => use == TextUse.Code || !IsFlag(runes, at),
            // Arabic and Syriac signs that enclose what follows are seen, although they are format characters.
            >= 0x600 and <= 0x605 or 0x6DD or 0x70F or 0x890 or 0x891 or 0x8E2 or 0x110BD or 0x110CD => false,
            // Filling characters and a note without a head count as letters or symbols, and are blank; this mark is no mark.
            0x1D159 or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0x34F or 0x17B4 or 0x17B5 or 0xFFFC => true,
            _ => ByCategory(runes, at, use),
        };
    }

    private static bool ByCategory(ReadOnlySpan<Rune> runes, int at, TextUse use) => Rune.GetUnicodeCategory(runes[at]) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.SpaceSeparator => use == TextUse.Code
            || (use == TextUse.Title && !(runes[at].Value == 0x3000 && (IsEast(Previous(runes, at)) || IsEast(Next(runes, at))))),
        // A character of a Unicode that is younger than this program: in prose perhaps a picture that the browser knows.
        UnicodeCategory.OtherNotAssigned => use != TextUse.Prose,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark =>
            (use != TextUse.Prose && (IsOverlay(runes[at]) || IsSecondDot(runes, at))) || IsPiled(runes, at),
        _ => false,
    };

    // Strokes and rings through the character before: a command that looks struck out runs all the same.
    private static bool IsOverlay(Rune rune) => rune.Value is >= 0x334 and <= 0x338 or 0x20D2 or 0x20D3 or >= 0x20D8 and <= 0x20DA or 0x20DD
        or 0x20DE or 0x20E0 or >= 0x20E4 and <= 0x20E6 or 0x20EA or 0x20EB or 0x488 or 0x489;

    // The dot of an i with a dot is drawn once.
    private static bool IsSecondDot(ReadOnlySpan<Rune> runes, int at) =>
        runes[at].Value == 0x307 && Previous(runes, at)?.Value is 'i' or 'j';

    // Vietnamese needs two marks on a letter; more of them climb over the lines above and below.
    private static bool IsPiled(ReadOnlySpan<Rune> runes, int at)
    {
        var marks = 0;
        for (var i = at; i >= 0 && IsDiacritic(runes[i]); i--)
            marks++;
        return marks > 2;
    }

    private static bool IsDiacritic(Rune rune) => rune.Value is >= 0x300 and <= 0x36F or >= 0x1AB0 and <= 0x1AFF or >= 0x1DC0 and <= 0x1DFF
        or >= 0x20D0 and <= 0x20FF or >= 0xFE20 and <= 0xFE2F;

    private static bool IsFlag(ReadOnlySpan<Rune> runes, int at)
    {
        while (at >= 0 && runes[at].Value is >= 0xE0020 and <= 0xE007F)
            at--;
        return at >= 0 && runes[at].Value == BlackFlag;
    }

    private static bool IsComplex(Rune? rune) =>
        rune is { } r && (Rune.IsLetter(r) || IsMark(r)) && CharacterTables.ScriptOf(r) is { } script && !Plain.Contains(script);

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsEast(Rune? rune) => Script(rune) is { } script && East.Contains(script);

    // Emoji are symbols, arrows and a few signs; skin tones are modifiers, and a selector may stand between.
    private static bool IsPicture(Rune? rune) => rune is { IsAscii: false } r && (r.Value == VariationEmoji
        || Rune.GetUnicodeCategory(r) is UnicodeCategory.OtherSymbol or UnicodeCategory.MathSymbol or UnicodeCategory.ModifierSymbol
        || r.Value is 0x203C or 0x2049 or 0x2139 or 0x24C2 or 0x3030 or 0x303D or >= 0x1F000 and <= 0x1FAFF);

    private static string? Script(Rune? rune) => rune is { } r ? CharacterTables.ScriptOf(r) : null;

    private static Rune? Previous(ReadOnlySpan<Rune> runes, int at) => at > 0 ? runes[at - 1] : null;

    private static Rune? Next(ReadOnlySpan<Rune> runes, int at) => at + 1 < runes.Length ? runes[at + 1] : null;
}
