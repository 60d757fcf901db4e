namespace Dashboard.Core.Runbooks.Diagnostics;

/// <summary>Guesses which known word was meant.</summary>
internal static class SpellingSuggestion
{
    /// <summary>The known word that is at most two edits (and less than half of it), or a third of it, away; null when none is.</summary>
    public static string? To(string word, IEnumerable<string> known) => word.Length > 64 ? null : known
        .Select(k => (Word: k, Distance: Distance(word, k)))
        .Where(k => (k.Distance <= 2 && k.Distance * 2 < k.Word.Length) || k.Distance * 3 <= k.Word.Length)
        .OrderBy(k => k.Distance)
        .Select(k => k.Word)
        .FirstOrDefault();

    /// <summary>
    /// The known word that was surely meant: with one letter too many, too few, changed or swapped, or with two in a longer word; null when
    /// it may be a word of its own.
    /// </summary>
    public static string? Slip(string word, IEnumerable<string> known) => word.Length > 64 ? null : known
        .Where(k => Distance(word, k) is var distance && (distance <= 1 || (distance == 2 && (k.Length > 5 || IsSwapped(word, k)))))
        .MinBy(k => Distance(word, k));

    /// <summary>What to write instead of an unknown word: the one that was meant, or all there are.</summary>
    public static string Remedy(string word, IReadOnlyCollection<string> known) => To(word, known) is { } near
        ? $"Write `{near}`."
        : known.Count == 0 ? "Leave it out." : $"Write one of: {string.Join(", ", known)}.";

    private static bool IsSwapped(string word, string known) => word.Length == known.Length
        && word.Order().SequenceEqual(known.Order())
        && Enumerable.Range(0, word.Length).Where(i => word[i] != known[i]).ToArray() is [var first, var second] && second == first + 1;

    /// <summary>The Levenshtein distance, without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + cost));
            }
        }

        return row[b.Length];
    }
}
