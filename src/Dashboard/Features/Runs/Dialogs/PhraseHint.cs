using System.Text;
using Dashboard.Core.Gates;

namespace Dashboard.Features.Runs.Dialogs;

/// <summary>
/// Says, letter by letter, how far a typed phrase is from a gate's. It helps the person who types; the engine compares again.
/// </summary>
/// <param name="Equal">Whether the bytes are equal.</param>
/// <param name="Hint">What is still different, in words.</param>
public sealed record PhraseHint(bool Equal, string Hint)
{
    /// <summary>Compares.</summary>
    public static PhraseHint Of(string typed, string phrase)
    {
        ArgumentNullException.ThrowIfNull(typed);
        ArgumentNullException.ThrowIfNull(phrase);
        if (PhraseCheck.Difference(phrase, typed) is null)
            return new(true, "The phrase matches.");
        var (have, want) = (typed.EnumerateRunes().ToArray(), phrase.EnumerateRunes().ToArray());
        var same = have.Zip(want).TakeWhile(pair => pair.First == pair.Second).Count();
        if (same == have.Length)
            return new(false, $"{Characters(want.Length - same)} missing");
        if (same == want.Length)
            return new(false,
                $"{Characters(have.Length - same)} too many at the end{(Rune.IsWhiteSpace(have[^1]) ? " (white space)" : "")}");
        return new(false, $"Differs at character {same + 1}");
    }

    private static string Characters(int count) => count == 1 ? "1 character" : $"{count} characters";
}
