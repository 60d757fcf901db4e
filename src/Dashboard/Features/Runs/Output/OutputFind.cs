using Dashboard.Shared.Rendering;

namespace Dashboard.Features.Runs.Output;

/// <summary>A search in the lines that a pane holds, whatever the case of the letters.</summary>
public sealed record OutputFind
{
    private readonly long[] _lines = [];
    private readonly int _at;

    private OutputFind(string text, long[] lines, int at) => (Text, _lines, _at) = (text, lines, at);

    /// <summary>No search.</summary>
    public static OutputFind None { get; } = new("", [], 0);

    /// <summary>What is searched for; empty for nothing.</summary>
    public string Text { get; }

    /// <summary>How many matches there are.</summary>
    public int Count => _lines.Length;

    /// <summary>The number of the line that holds the current match; null when there is none.</summary>
    public long? Line => _lines.Length == 0 ? null : _lines[_at];

    /// <summary>For people: <c>3 of 12</c>.</summary>
    public string Words => Text.Length == 0 ? "" : Count == 0 ? "not found" : $"{_at + 1} of {Count}";

    /// <summary>Searches.</summary>
    public static OutputFind Of(IReadOnlyList<OutputLine> lines, string text)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return string.IsNullOrEmpty(text) ? None : new(text, [.. Matches(lines, text)], 0);
    }

    /// <summary>The same search after lines came or went. The current match stays where it is while its line is there.</summary>
    public OutputFind Again(IReadOnlyList<OutputLine> lines)
    {
        if (Text.Length == 0)
            return this;
        long[] found = [.. Matches(lines, Text)];
        return new(Text, found, Line is { } line && Array.IndexOf(found, line) is var at and >= 0 ? at : 0);
    }

    /// <summary>The next match (1) or the one before (-1), round the end.</summary>
    public OutputFind Move(int by) => Count == 0 ? this : new(Text, _lines, (_at + by + Count) % Count);

    private static IEnumerable<long> Matches(IReadOnlyList<OutputLine> lines, string text) => lines.SelectMany(line =>
    {
        var style = line.Start;
        return AnsiHtml.Matches(AnsiText.Read(line.Text, ref style).Plain, text).Select(_ => line.Number);
    });
}
