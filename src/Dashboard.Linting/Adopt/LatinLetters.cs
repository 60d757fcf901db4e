using System.Collections.Frozen;

namespace Dashboard.Linting.Adopt;

/// <summary>
/// Latin letters without their marks, for ids. A table, since the runtime's own normalisation does nothing where the host has no ICU.
/// </summary>
internal static class LatinLetters
{
    private static readonly FrozenDictionary<char, string> Plain = new Dictionary<string, string>
    {
        ["a"] = "àáâãåāăą",
        ["ae"] = "äæ",
        ["c"] = "çćĉċč",
        ["d"] = "ðďđ",
        ["e"] = "èéêëēĕėęě",
        ["g"] = "ĝğġģ",
        ["h"] = "ĥħ",
        ["i"] = "ìíîïĩīĭįı",
        ["j"] = "ĵ",
        ["k"] = "ķ",
        ["l"] = "ĺļľŀł",
        ["n"] = "ñńņň",
        ["o"] = "òóôõøōŏ",
        ["oe"] = "öœő",
        ["r"] = "ŕŗř",
        ["s"] = "śŝşšș",
        ["ss"] = "ß",
        ["t"] = "ţťŧț",
        ["u"] = "ùúûũūŭůų",
        ["ue"] = "üű",
        ["w"] = "ŵ",
        ["y"] = "ýÿŷ",
        ["z"] = "źżž",
    }.SelectMany(p => p.Value.Select(c => (Marked: c, Plain: p.Key))).ToFrozenDictionary(p => p.Marked, p => p.Plain);

    /// <summary>The letter in small ones of ASCII; null for what is no marked Latin letter.</summary>
    public static string? Of(char letter) => Plain.GetValueOrDefault(char.ToLowerInvariant(letter));
}
