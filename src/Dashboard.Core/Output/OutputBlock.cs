namespace Dashboard.Core.Output;

/// <summary>Some lines in a row: the unit that is stored and searched.</summary>
/// <param name="FirstLine">The number of its first line.</param>
/// <param name="Text">Its lines, each behind a letter for its stream.</param>
public sealed record OutputBlock(long FirstLine, string Text)
{
    /// <summary>Makes a block of lines.</summary>
    public static OutputBlock Of(IReadOnlyList<NumberedLine> lines) => new(
        lines[0].Number,
        string.Join('\n',
            lines.Select(l => (l.Channel switch { OutputChannel.Stdout => 'o', OutputChannel.Stderr => 'e', _ => 'g' }) + l.Text)));

    /// <summary>Its lines.</summary>
    public IEnumerable<NumberedLine> Lines() => Text.Split('\n').Select((line, i) => new NumberedLine(
        FirstLine + i,
        line is [var letter, ..] ? letter switch { 'o' => OutputChannel.Stdout, 'e' => OutputChannel.Stderr, _ => null } : null,
        line is [_, .. var rest] ? rest : ""));

    /// <summary>Its text as it is searched.</summary>
    public string Plain() => string.Join('\n', Lines().Select(l => l.Plain));
}
