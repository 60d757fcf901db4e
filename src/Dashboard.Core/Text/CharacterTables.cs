using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>
/// What the Unicode Consortium says of characters and .NET does not: scripts (UAX #24), and what looks like ASCII (UTS #39).
/// </summary>
internal static class CharacterTables
{
    private static readonly FrozenDictionary<int, (string Script, string Looks)> Lookalikes = ReadLookalikes();
    private static readonly (int First, int Last, string Script)[] Scripts =
        [.. Lines("scripts.tsv").Select(f => (Range(f[0]).First, Range(f[0]).Last, f[1]))];

    /// <summary>The ASCII text that a character looks like; null when it looks like none.</summary>
    public static string? LooksLike(Rune rune) => Lookalikes.TryGetValue(rune.Value, out var found) ? found.Looks : Narrow(rune);

    /// <summary>The script of a character, by its long name; null for what all scripts share.</summary>
    public static string? ScriptOf(Rune rune)
    {
        if (rune.IsAscii)
            return Rune.IsLetter(rune) ? "Latin" : null;
        // What looks like another character has its script beside it; mathematical letters have none.
        if (Lookalikes.TryGetValue(rune.Value, out var found))
            return found.Script == "Common" ? null : found.Script;
        var (low, high) = (0, Scripts.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, script) = Scripts[middle];
            if (rune.Value < first)
                high = middle - 1;
            else if (rune.Value > last)
                low = middle + 1;
            else
                return script;
        }

        return null;
    }

    // Letters, digits and operators of double width; the punctuation beside them belongs to Chinese and Japanese.
    private static string? Narrow(Rune rune) => rune.Value is > 0xFF00 and < 0xFF5F && (char)(rune.Value - 0xFEE0) is var narrow
        && (char.IsAsciiLetterOrDigit(narrow) || narrow is '$' or '|' or '&' or '<' or '>' or '`' or '\\' or '=' or '*')
        ? narrow.ToString()
        : null;

    /// <summary>
    /// Reads lines such as <c>1D41A-1D425 ⇥ Common ⇥ a</c>: each character of the range looks like the next one of ASCII.
    /// </summary>
    private static FrozenDictionary<int, (string Script, string Looks)> ReadLookalikes()
    {
        var all = new Dictionary<int, (string, string)>();
        foreach (var fields in Lines("lookalikes.tsv"))
        {
            var (first, last) = Range(fields[0]);
            for (var code = first; code <= last; code++)
                all[code] = (fields[1], first == last ? fields[2] : ((char)(fields[2][0] + code - first)).ToString());
        }

        return all.ToFrozenDictionary();
    }

    private static (int First, int Last) Range(string text)
    {
        var parts = text.Split('-');
        return (int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            int.Parse(parts[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    private static IEnumerable<string[]> Lines(string name)
    {
        using var reader = new StreamReader(typeof(CharacterTables).Assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split('\t');
        }
    }
}
