using System.Collections.Immutable;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>Text in which nothing hides, for places that hold plain text alone: messages, reports, attributes, a terminal.</summary>
public static class VisibleText
{
    /// <summary>
    /// The same for one line of a terminal or a list: line ends and tabs are shown too, for what follows them could pass for a line of
    /// ours.
    /// </summary>
    public static string OneLine(string text) => Show(text, OddCharacters.FindInOneLine(text, TextUse.Title));

    /// <summary>
    /// The text with each hidden character as its code point in angle brackets, <c>⟨U+202E⟩</c>, and with that behind each character that
    /// passes for another one. What is code here is one line, such as a path: tabs and line ends are shown, too.
    /// </summary>
    public static string Of(string text, TextUse use = TextUse.Title) =>
        Show(text, use == TextUse.Code ? OddCharacters.FindInOneLine(text, use) : OddCharacters.Find(text, use));

    private static string Show(string text, ImmutableArray<OddCharacter> odd)
    {
        if (odd.IsEmpty)
            return text;
        var (shown, from) = (new StringBuilder(text.Length + (odd.Length * 8)), 0);
        foreach (var character in odd)
        {
            shown.Append(text, from, character.Index - from);
            if (character.Kind == OddKind.Lookalike)
                shown.Append(text, character.Index, character.Length);
            shown.Append('⟨').Append(character.Code).Append('⟩');
            from = character.Index + character.Length;
        }

        return shown.Append(text, from, text.Length - from).ToString();
    }
}
