using Dashboard.Core.Text;
using Dashboard.Engine.Execution;

namespace Dashboard.Engine.Evidence.Search;

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

/// <summary>Some lines in a row: the unit that is stored and searched.</summary>
/// <param name="FirstLine">The number of its first line.</param>
/// <param name="Text">Its lines, each behind a letter for its stream.</param>
internal sealed record OutputBlock(long FirstLine, string Text)
{
    /// <summary>Makes a block of lines.</summary>
    public static OutputBlock Of(IReadOnlyList<NumberedLine> lines) => new(
        lines[0].Number,
        string.Join('\n', lines.Select(l => (l.Channel switch { OutputChannel.Stdout => 'o', OutputChannel.Stderr => 'e', _ => 'g' }) + l.Text)));

    /// <summary>Its lines.</summary>
    public IEnumerable<NumberedLine> Lines() => Text.Split('\n').Select((line, i) => new NumberedLine(
        FirstLine + i, line is [var letter, ..] ? letter switch { 'o' => OutputChannel.Stdout, 'e' => OutputChannel.Stderr, _ => null } : null, line is [_, .. var rest] ? rest : ""));

    /// <summary>Its text as it is searched.</summary>
    public string Plain() => string.Join('\n', Lines().Select(l => l.Plain));
}

/// <summary>Where blocks are kept.</summary>
internal interface IOutputBlocks
{
    /// <summary>Adds blocks of an attempt, and makes them searchable.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="whole">Whether this is the end of its output.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task AddAsync(string attemptId, IReadOnlyList<OutputBlock> blocks, bool whole, CancellationToken cancellation = default);
}
