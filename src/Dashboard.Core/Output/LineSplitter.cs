using System.Globalization;
using System.Text;
using Dashboard.Core.Text;

namespace Dashboard.Core.Output;

/// <summary>
/// Turns chunks into numbered lines. Each stream has its own decoder and its own open line, so that a line of one is never cut by the
/// other; a line has the number of its beginning.
/// </summary>
public sealed class LineSplitter
{
    // Beyond this many lines behind an open one, that one is taken for ended: a prompt that nobody answered.
    private const int MostWaiting = 5_000;

    private readonly Queue<Line> _waiting = new();
    private readonly Decoder[] _decoders = [Encoding.UTF8.GetDecoder(), Encoding.UTF8.GetDecoder()];
    private readonly Line?[] _open = new Line?[2];
    private long _chunk;
    private long _next = 1;

    /// <summary>Takes the next chunk.</summary>
    public IEnumerable<NumberedLine> Take(OutputChunk chunk, long omitted)
    {
        if (_chunk > 0 && chunk.Number > _chunk + 1)
        {
            EndAll();
            _waiting.Enqueue(new() { Number = _next++, Ended = true, Text = { Capacity = 64 } });
            _waiting.Last().Text.Append(CultureInfo.InvariantCulture, $"{omitted:N0} bytes were left out here");
        }

        _chunk = chunk.Number;
        var decoder = _decoders[(int)chunk.Channel];
        var text = new char[decoder.GetCharCount(chunk.Bytes.Span, flush: false)];
        decoder.GetChars(chunk.Bytes.Span, text, flush: false);
        Append(chunk.Channel, text);
        return Ready();
    }

    /// <summary>The rest, when there is no more output, or what follows is not to continue these lines.</summary>
    public IEnumerable<NumberedLine> End()
    {
        EndAll();
        return Ready();
    }

    /// <summary>
    /// What was not given out yet, as it is at the moment: the lines that are still open, and those that began after one of them.
    /// </summary>
    public IEnumerable<NumberedLine> Waiting() => _waiting.Select(line => line.Numbered());

    private void Append(OutputChannel channel, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var line = _open[(int)channel] ??= Begin(channel);
            var end = text.IndexOf('\n');
            var piece = end < 0 ? text : text[..end];
            var room = TextCut.Fit(piece, TextCut.LongestLine - line.Text.Length);
            line.Text.Append(piece[..room]);
            if (piece.Length > room)
            {
                End(channel, line);
                text = text[room..];
                continue;
            }

            if (end >= 0)
                End(channel, line);
            text = end < 0 ? [] : text[(end + 1)..];
        }
    }

    private Line Begin(OutputChannel channel)
    {
        var line = new Line { Number = _next++, Channel = channel };
        _waiting.Enqueue(line);
        return line;
    }

    private void End(OutputChannel channel, Line line)
    {
        // The carriage return of a CR LF pair belongs to the line break.
        if (line.Text.Length > 0 && line.Text[^1] == '\r')
            line.Text.Length--;
        line.Ended = true;
        _open[(int)channel] = null;
    }

    private void EndAll()
    {
        _open[0] = _open[1] = null;
        foreach (var waiting in _waiting)
            waiting.Ended = true;
    }

    private IEnumerable<NumberedLine> Ready()
    {
        while (_waiting.TryPeek(out var line) && (line.Ended || _waiting.Count > MostWaiting))
        {
            _waiting.Dequeue();
            if (!line.Ended)
                End(line.Channel!.Value, line);
            yield return line.Numbered();
        }
    }

    private sealed class Line
    {
        public required long Number { get; init; }

        public OutputChannel? Channel { get; init; }

        public StringBuilder Text { get; } = new();

        public bool Ended { get; set; }

        public NumberedLine Numbered() => new(Number, Channel, Text.ToString());
    }
}
