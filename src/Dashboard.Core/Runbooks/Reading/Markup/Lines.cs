using Markdig.Parsers;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Moves within the line that is being read.</summary>
internal static class Lines
{
    /// <summary>Goes on reading the line from a character on.</summary>
    /// <param name="processor">What reads.</param>
    /// <param name="at">The character, counted from the beginning of the document.</param>
    public static void GoOn(BlockProcessor processor, int at)
    {
        processor.Column += at - processor.Start;
        processor.Line.Start = at;
        processor.RestartIndent();
    }
}
