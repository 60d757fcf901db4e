using System.Buffers;
using System.Collections.Immutable;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>
/// Finds what a reader does not see, or takes for something else: the one place that decides it, for the linter and for every screen.
/// </summary>
public static class OddCharacters
{
    private static readonly SearchValues<char> Ordinary =
        SearchValues.Create([.. Enumerable.Range(' ', 0x7F - ' ').Select(c => (char)c), '\t', '\n']);

    /// <summary>All of them, in the order of the text; empty for most texts.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="use">What it is for.</param>
    public static ImmutableArray<OddCharacter> Find(string text, TextUse use)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.AsSpan().ContainsAnyExcept(Ordinary) ? Search(text, use) : [];
    }

    /// <summary>All of them in a text that is one line: there a tab or a line's end would be taken for a space.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="use">What it is for.</param>
    public static ImmutableArray<OddCharacter> FindInOneLine(string text, TextUse use)
    {
        var odd = Find(text, use);
        return text.AsSpan().ContainsAny('\t', '\n') ? [.. odd.Concat(TabsAndEnds(text)).OrderBy(o => o.Index)] : odd;
    }

    /// <summary>Whether there is any.</summary>
    public static bool Any(string text, TextUse use) => !Find(text, use).IsEmpty;

    private static ImmutableArray<OddCharacter> Search(string text, TextUse use)
    {
        var (runes, places) = (new List<Rune>(text.Length), new List<int>(text.Length));
        for (var i = 0; i < text.Length;)
        {
            // Half of a surrogate pair becomes the replacement character, for as long as it is looked at.
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            runes.Add(rune);
            places.Add(i);
            i += length;
        }

        var all = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(runes);
        var odd = new SortedDictionary<int, OddCharacter>();
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] == Rune.ReplacementChar && char.IsSurrogate(text[places[i]]))
                odd[i] = new(places[i], 1, text[places[i]], OddKind.Hidden, "half of a surrogate pair");
            else if (HiddenCharacters.Is(all, i, use))
                odd[i] = new(places[i], all[i].Utf16SequenceLength, all[i].Value, OddKind.Hidden, CharacterNames.Of(all[i]));
        }

        LookalikeLetters.Find(all, use, i => odd.TryAdd(i, Lookalike(runes[i], places[i])));
        return [.. odd.Values];
    }

    private static IEnumerable<OddCharacter> TabsAndEnds(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\t' or '\n' || (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
                yield return new(i, 1, text[i], OddKind.Hidden, CharacterNames.Of(new Rune(text[i])));
        }
    }

    private static OddCharacter Lookalike(Rune rune, int at) => new(
        at, rune.Utf16SequenceLength, rune.Value, OddKind.Lookalike,
        $"{(CharacterTables.ScriptOf(rune) is { } script && script != "Latin" ? $"{script.Replace('_', ' ')}, " : "")}looks like "
            + $"“{CharacterTables.LooksLike(rune) ?? "-"}”");
}
