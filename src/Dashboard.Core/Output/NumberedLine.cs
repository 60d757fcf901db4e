using Dashboard.Core.Text;

namespace Dashboard.Core.Output;

/// <summary>A numbered line of an attempt's output.</summary>
/// <param name="Number">Its number, from 1: lines stand in the order in which they began, whichever stream wrote them.</param>
/// <param name="Channel">Which stream wrote it; null for a note of what was left out.</param>
/// <param name="Text">Its text as it was written, colours and all, without the line break.</param>
public sealed record NumberedLine(long Number, OutputChannel? Channel, string Text)
{
    /// <summary>Whether the table that searches read says something else than the output itself.</summary>
    public bool Differs { get; init; }

    /// <summary>The text as a terminal shows it: what people read and search.</summary>
    public string Plain => TerminalText.Plain(Text);
}
