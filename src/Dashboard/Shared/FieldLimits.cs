using Dashboard.Engine.Runs;

namespace Dashboard.Shared;

/// <summary>How much a field takes. What is too long is counted on the screen and refused aloud, and stays in the field.</summary>
public static class FieldLimits
{
    /// <summary>The most characters of a note or a reason.</summary>
    public const int Note = FreeText.MaxLength;

    /// <summary>The most characters of a change reference.</summary>
    public const int Reference = FreeText.MaxReference;

    /// <summary>The most characters of a text that is searched for: it stands in an address.</summary>
    public const int Search = 500;

    /// <summary>
    /// The most characters that a browser takes into a field: more than any field may hold, so that whoever pastes too much is told so, and
    /// less than a message to the server may have.
    /// </summary>
    public const int Longest = 100_000;

    /// <summary>
    /// The most bytes of a message from a browser: a field at its longest, when each of its characters is written as an escape of six.
    /// </summary>
    public const int LongestMessage = (6 * Longest) + (64 << 10);
}
