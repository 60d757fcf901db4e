using System.Text;

namespace Dashboard.Core.Gates;

/// <summary>Compares what was typed with a gate's phrase, byte for byte in UTF-8: no trimming, no folding, no normalising.</summary>
public static class PhraseCheck
{
    // Strict: a lone surrogate must not turn into the replacement character and so equal another text.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How the typed text differs, without repeating it; null when it is the phrase.</summary>
    public static string? Difference(string phrase, string typed)
    {
        ArgumentNullException.ThrowIfNull(phrase);
        ArgumentNullException.ThrowIfNull(typed);
        try
        {
            if (Utf8.GetBytes(phrase).AsSpan().SequenceEqual(Utf8.GetBytes(typed)))
                return null;
        }
        catch (EncoderFallbackException)
        {
            return "The typed text is not valid Unicode.";
        }

        var common = phrase.AsSpan().CommonPrefixLength(typed);
        return typed.Length == 0 ? "Nothing was typed."
            : common == typed.Length ? $"The typed text ends after {common} of {phrase.Length} characters."
            : common == phrase.Length ? $"The typed text goes on after the phrase's {phrase.Length} characters."
            : $"The typed text differs at character {common + 1} of {phrase.Length}.";
    }
}
