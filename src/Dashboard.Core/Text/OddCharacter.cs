namespace Dashboard.Core.Text;

/// <summary>Why a character deceives whoever reads it.</summary>
public enum OddKind
{
    /// <summary>It is not seen, or looks like an ordinary space, or changes the order of what is seen.</summary>
    Hidden,

    /// <summary>It is seen, and taken for another character.</summary>
    Lookalike,
}

/// <summary>A character that is not what a reader takes it for.</summary>
/// <param name="Index">Where it begins in the text, in UTF-16 units.</param>
/// <param name="Length">How many UTF-16 units it takes: 1 or 2.</param>
/// <param name="CodePoint">Its code point; of a lone surrogate, its value.</param>
/// <param name="Kind">Why it deceives.</param>
/// <param name="Words">What it is, in a few words, such as <c>right-to-left override</c>.</param>
public readonly record struct OddCharacter(int Index, int Length, int CodePoint, OddKind Kind, string Words)
{
    /// <summary>Its code point as standards write it: <c>U+202E</c>.</summary>
    public string Code => $"U+{CodePoint:X4}";
}
