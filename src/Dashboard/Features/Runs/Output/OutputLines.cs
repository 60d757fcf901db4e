using System.Collections.Immutable;
using Dashboard.Core.Attempts;
using Dashboard.Core.Output;
using Dashboard.Core.Text;

namespace Dashboard.Features.Runs.Output;

/// <summary>A line of an attempt's output, as the pane shows it.</summary>
/// <param name="Number">Its place among the lines that were read, from 0; stays the same while the line grows.</param>
/// <param name="Channel">Which stream wrote it.</param>
/// <param name="Text">Its raw text, without the line break.</param>
/// <param name="Start">The style it begins with.</param>
/// <param name="Gap">Null for a line of output; else what the product has to say here, such as what was left out, and there is no
/// text.</param>
public sealed record OutputLine(long Number, OutputChannel Channel, string Text, TerminalStyle Start, string? Gap = null);

/// <summary>
/// The lines of stored chunks as they come, those that are still being written included, with the style that each begins with.
/// </summary>
/// <param name="most">How many lines are held.</param>
public sealed class OutputLines(int most = OutputLines.MostLines)
{
    /// <summary>How many lines are held unless told otherwise; older ones are let go.</summary>
    public const int MostLines = 2_000;

    private readonly List<OutputLine> _lines = [];
    private readonly LineSplitter _splitter = new();

    // What each stream's next line begins with.
    private readonly TerminalStyle[] _styles = new TerminalStyle[2];
    private int _growing;
    private long _next;
    private int _tries;

    /// <summary>The lines held, the oldest first.</summary>
    public IReadOnlyList<OutputLine> Lines => _lines;

    /// <summary>The number of the last chunk that was added; 0 for none.</summary>
    public long LastChunk { get; private set; }

    /// <summary>Whether there was output before the first line held.</summary>
    public bool HasEarlier { get; private set; }

    /// <summary>Adds chunks in their order. A chunk that is there already is passed over.</summary>
    /// <param name="chunks">The chunks.</param>
    /// <param name="omitted">How many bytes the middle of the output lost, when it is known.</param>
    /// <param name="tries">The tries that did not pass, when they are known: where one ended, a line says so.</param>
    public void Add(IEnumerable<OutputChunk> chunks, long omitted = 0, ImmutableArray<TryEnd>? tries = null)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        _lines.RemoveRange(_lines.Count - _growing, _growing);
        foreach (var chunk in chunks.Where(c => c.Number > LastChunk))
        {
            AddTries(tries ?? [], chunk.Number);
            if (LastChunk == 0)
                HasEarlier = chunk.Number > 1;
            LastChunk = chunk.Number;
            AddEnded(_splitter.Take(chunk, omitted), omitted);
        }

        AddTries(tries ?? [], long.MaxValue);
        AddGrowing();
        if (_lines.Count > most)
        {
            _lines.RemoveRange(0, _lines.Count - most);
            _growing = Math.Min(_growing, most);
            HasEarlier = true;
        }
    }

    private void AddEnded(IEnumerable<NumberedLine> lines, long omitted)
    {
        foreach (var line in lines)
        {
            if (line.Channel is { } channel)
                _lines.Add(Styled(channel, line.Text, _styles, _next++));
            else if (omitted > 0)
                AddWords($"{omitted:N0} bytes omitted here: the output exceeded the size limit");
            else
                AddWords("Some output is omitted here: it exceeded the size limit");
        }
    }

    // They are taken away again with the next chunks: by then they are longer, or have ended.
    private void AddGrowing()
    {
        var (styles, next) = (_styles.ToArray(), _next);
        var before = _lines.Count;
        _lines.AddRange(_splitter.Waiting().Select(line => Styled(line.Channel!.Value, line.Text, styles, next++)));
        _growing = _lines.Count - before;
    }

    private static OutputLine Styled(OutputChannel channel, string text, TerminalStyle[] styles, long number)
    {
        ref var style = ref styles[(int)channel];
        var line = new OutputLine(number, channel, text, style);
        TerminalLine.Read(text, ref style);
        return line;
    }

    // Those that ended before this chunk.
    private void AddTries(ImmutableArray<TryEnd> tries, long chunk)
    {
        for (; _tries < tries.Length && tries[_tries].LastChunk < chunk; _tries++)
        {
            AddEnded(_splitter.End(), 0);
            AddWords($"try {tries[_tries].Number} did not pass, {tries[_tries].At.UtcDateTime:HH:mm:ss} UTC: {tries[_tries].Reason}");
        }
    }

    private void AddWords(string words)
    {
        Array.Clear(_styles);
        _lines.Add(new(_next++, OutputChannel.Stdout, "", default, words));
    }
}
