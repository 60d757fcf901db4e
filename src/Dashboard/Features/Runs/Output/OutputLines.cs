using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
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
/// Turns stored chunks into lines as they come. Each stream keeps its own decoder, open line and style, so that a line of one
/// is never cut by the other; lines stand in the order in which they began.
/// </summary>
/// <param name="most">How many lines are held.</param>
public sealed class OutputLines(int most = OutputLines.MostLines)
{
    /// <summary>How many lines are held unless told otherwise; older ones are let go.</summary>
    public const int MostLines = 2_000;

    private readonly List<OutputLine> _lines = [];
    private readonly Stream _stdout = new(OutputChannel.Stdout);
    private readonly Stream _stderr = new(OutputChannel.Stderr);
    private long _nextLine;
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
        foreach (var chunk in chunks.Where(c => c.Number > LastChunk))
        {
            AddTries(tries ?? [], chunk.Number);
            if (LastChunk == 0)
                HasEarlier = chunk.Number > 1;
            else if (chunk.Number > LastChunk + 1)
                AddGap(omitted);
            LastChunk = chunk.Number;
            var stream = chunk.Channel == OutputChannel.Stderr ? _stderr : _stdout;
            Append(stream, stream.Decode(chunk.Bytes.Span));
        }

        AddTries(tries ?? [], long.MaxValue);
        if (_lines.Count > most)
        {
            _lines.RemoveRange(0, _lines.Count - most);
            HasEarlier = true;
        }
    }

    private void AddGap(long omitted)
    {
        var what = omitted > 0
            ? $"{omitted:N0} bytes omitted here: the output exceeded the size limit"
            : "Some output is omitted here: it exceeded the size limit";
        AddWords(what);
    }

    // Those that ended before this chunk.
    private void AddTries(ImmutableArray<TryEnd> tries, long chunk)
    {
        for (; _tries < tries.Length && tries[_tries].LastChunk < chunk; _tries++)
            AddWords($"try {tries[_tries].Number} did not pass, {tries[_tries].At.UtcDateTime:HH:mm:ss} UTC: {tries[_tries].Reason}");
    }

    private void AddWords(string words)
    {
        _stdout.Close();
        _stderr.Close();
        _lines.Add(new(_nextLine++, OutputChannel.Stdout, "", default, words));
    }

    private void Append(Stream stream, string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            var piece = text[at..(end < 0 ? text.Length : end)];
            at = end < 0 ? text.Length : end + 1;
            Extend(stream, piece);
            if (end >= 0)
                Break(stream);
        }
    }

    private void Extend(Stream stream, string piece)
    {
        do
        {
            var open = stream.Open is { } number ? IndexOf(number) : -1;
            var line = open >= 0 ? _lines[open] : new(_nextLine, stream.Channel, "", stream.Style);
            var room = TextCut.Fit(piece, TextCut.LongestLine - line.Text.Length);
            line = line with { Text = line.Text + piece[..room] };
            piece = piece[room..];
            if (open >= 0)
                _lines[open] = line;
            else
                _lines.Add(line);
            stream.Open = line.Number;
            _nextLine = Math.Max(_nextLine, line.Number + 1);
            if (piece.Length > 0)
                Break(stream);
        }
        while (piece.Length > 0);
    }

    private void Break(Stream stream)
    {
        if (stream.Open is { } number && IndexOf(number) is var index and >= 0)
        {
            var line = _lines[index];
            // The carriage return of a CR LF pair belongs to the line break.
            if (line.Text.EndsWith('\r'))
                _lines[index] = line = line with { Text = line.Text[..^1] };
            var style = line.Start;
            TerminalLine.Read(line.Text, ref style);
            stream.Style = style;
        }

        stream.Open = null;
    }

    // Numbers rise by one from line to line, so the place follows from the first.
    private int IndexOf(long number) => _lines.Count == 0 || number < _lines[0].Number ? -1 : (int)(number - _lines[0].Number);

    private sealed class Stream(OutputChannel channel)
    {
        private readonly Decoder _decoder = new UTF8Encoding(false, throwOnInvalidBytes: false).GetDecoder();

        public OutputChannel Channel => channel;

        public long? Open { get; set; }

        public TerminalStyle Style { get; set; }

        public string Decode(ReadOnlySpan<byte> bytes)
        {
            var text = new char[_decoder.GetCharCount(bytes, flush: false)];
            return new(text, 0, _decoder.GetChars(bytes, text, flush: false));
        }

        public void Close()
        {
            _decoder.Reset();
            (Open, Style) = (null, default);
        }
    }
}
