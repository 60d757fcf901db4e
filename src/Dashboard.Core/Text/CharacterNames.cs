using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>What hidden characters are called.</summary>
internal static class CharacterNames
{
    private static readonly FrozenDictionary<int, string> Known = new Dictionary<int, string>
    {
        [0x07] = "bell",
        [0x08] = "backspace",
        [0x09] = "tab",
        [0x0A] = "line feed",
        [0x0D] = "carriage return",
        [0x1B] = "escape",
        [0x7F] = "delete",
        [0xA0] = "no-break space",
        [0xAD] = "soft hyphen",
        [0x34F] = "combining grapheme joiner",
        [0x61C] = "Arabic letter mark",
        [0x115F] = "Hangul filler",
        [0x1160] = "Hangul filler",
        [0x200B] = "zero-width space",
        [0x200C] = "zero-width non-joiner",
        [0x200D] = "zero-width joiner",
        [0x200E] = "left-to-right mark",
        [0x200F] = "right-to-left mark",
        [0x2028] = "line separator",
        [0x2029] = "paragraph separator",
        [0x202A] = "left-to-right embedding",
        [0x202B] = "right-to-left embedding",
        [0x202C] = "pop directional formatting",
        [0x202D] = "left-to-right override",
        [0x202E] = "right-to-left override",
        [0x202F] = "narrow no-break space",
        [0x2060] = "word joiner",
        [0x2066] = "left-to-right isolate",
        [0x2067] = "right-to-left isolate",
        [0x2068] = "first strong isolate",
        [0x2069] = "pop directional isolate",
        [0x2800] = "blank Braille pattern",
        [0x3000] = "ideographic space",
        [0x3164] = "Hangul filler",
        [0xFEFF] = "byte order mark",
        [0xFFA0] = "Hangul filler",
        [0xFFF9] = "interlinear annotation anchor",
        [0xFFFA] = "interlinear annotation separator",
        [0xFFFB] = "interlinear annotation terminator",
        [0xFFFC] = "object replacement character",
    }.ToFrozenDictionary();

    /// <summary>The name, or what kind of character it is.</summary>
    public static string Of(Rune rune) => Known.TryGetValue(rune.Value, out var name) ? name : rune.Value switch
    {
        >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF or >= 0x180B and <= 0x180F => "variation selector",
        >= 0xE0000 and <= 0xE007F => "tag character",
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.Control => "control character",
            UnicodeCategory.SpaceSeparator => "space of another width",
            UnicodeCategory.PrivateUse => "private-use character",
            UnicodeCategory.OtherNotAssigned => "unassigned character",
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark =>
                "mark drawn over other characters",
            _ => "invisible character",
        },
    };
}
