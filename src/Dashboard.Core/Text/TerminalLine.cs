using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>A stretch of text in one style.</summary>
/// <param name="Text">The text.</param>
/// <param name="Style">How it looks.</param>
public readonly record struct TerminalRun(string Text, TerminalStyle Style);

/// <summary>
/// One line of output as a terminal shows it (ECMA-48): what a carriage return or a backspace goes back over is overwritten, what was
/// erased is gone, and of links (OSC 8) and titles only the text is left. The one reader for everybody who looks at output: pages,
/// searches, reports, comparisons and expectations see the same text.
/// </summary>
/// <param name="Runs">What is seen.</param>
/// <param name="HidesSome">Whether something that could be read was written and is not seen: it was overwritten or erased, or is a link or
/// a title.</param>
public sealed record TerminalLine(ImmutableArray<TerminalRun> Runs, bool HidesSome)
{
    private const char Escape = '\u001b', Bell = '\a';

    /// <summary>No terminal is wider: a sequence that moves further, and beyond the text, moves here.</summary>
    private const int Widest = 1_000;

    private static readonly Rune Space = new(' ');

    private static readonly SearchValues<char> Numbers = SearchValues.Create("0123456789;:");

    private static readonly SearchValues<char> Controls =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Where(c => c is < 0x20 and not '\t' or >= 0x7F).Select(c => (char)c)]);

    /// <summary>What is seen, without colours.</summary>
    public string Text => Runs is [var only] ? only.Text : string.Concat(Runs.Select(r => r.Text));

    /// <summary>Whether a line is nothing but what it says: then it is seen as it was written.</summary>
    public static bool IsPlain(ReadOnlySpan<char> line) => !line.ContainsAny(Controls);

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line, without its line break.</param>
    /// <param name="style">The style it begins with; afterwards, the one the next line begins with.</param>
    public static TerminalLine Read(string line, ref TerminalStyle style)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (IsPlain(line))
            return new(line.Length == 0 ? [] : [new(line, style)], false);
        var screen = new Screen(style);
        for (var at = 0; at < line.Length;)
            at += line[at] == Escape ? screen.Sequence(line.AsSpan(at)) : screen.Take(line.AsSpan(at));
        style = screen.Style;
        return new(screen.Runs(), screen.HidesSome);
    }

    /// <summary>The line while it is read: a cell for each character, and where the next one goes.</summary>
    private sealed class Screen(TerminalStyle style)
    {
        private readonly List<(Rune Shown, TerminalStyle Style)> _cells = [];
        private int _column;

        public TerminalStyle Style { get; private set; } = style;

        public bool HidesSome { get; private set; }

        /// <summary>Takes one character.</summary>
        /// <returns>Its length.</returns>
        public int Take(ReadOnlySpan<char> rest)
        {
            Rune.DecodeFromUtf16(rest, out var rune, out var length);
            switch (rune.Value)
            {
                case '\r':
                    _column = 0;
                    break;
                case '\b':
                    _column = Math.Max(0, _column - 1);
                    break;
                case '\t' or (>= 0x20 and < 0x7F) or >= 0xA0:
                    Put(rune);
                    break;
                case not Bell:
                    // A terminal shows nothing for a NUL, and yet it makes one text another.
                    HidesSome = true;
                    break;
            }

            return length;
        }

        /// <summary>
        /// Takes an escape sequence: acts on one that colours, moves in the line or erases in it; of all others only the length matters.
        /// </summary>
        /// <returns>Its length.</returns>
        public int Sequence(ReadOnlySpan<char> rest)
        {
            if (rest.Length < 2)
                return rest.Length;
            switch (rest[1])
            {
                case '[':
                    var end = 2;
                    while (end < rest.Length && rest[end] is >= ' ' and <= '?')
                        end++;
                    // What cannot end it breaks it off, and is taken for itself: the beginning of the next sequence, half of a character.
                    if (end == rest.Length || rest[end] is not (>= '@' and <= '~'))
                        return end;
                    Control(rest[end], rest[2..end]);
                    return end + 1;
                case ']' or 'P' or 'X' or '^' or '_':
                    var length = StringLength(rest);
                    // The end of a link has no address.
                    HidesSome |= !rest[2..length].StartsWith("8;;\u001b") && !rest[2..length].StartsWith("8;;\a");
                    return length;
                case >= ' ' and <= '/':
                    // A switch of character sets, such as ESC ( B: intermediate characters, then one more.
                    var last = 2;
                    while (last < rest.Length && rest[last] is >= ' ' and <= '/')
                        last++;
                    return last < rest.Length && rest[last] is >= '0' and <= '~' ? last + 1 : last;
                case >= '0' and <= '~':
                    return 2;
                default:
                    return 1;
            }
        }

        /// <summary>What is seen, in stretches of one style.</summary>
        public ImmutableArray<TerminalRun> Runs()
        {
            var runs = ImmutableArray.CreateBuilder<TerminalRun>();
            var text = new StringBuilder();
            Span<char> character = stackalloc char[2];
            for (var i = 0; i < _cells.Count; i++)
            {
                text.Append(character[.._cells[i].Shown.EncodeToUtf16(character)]);
                if (i + 1 < _cells.Count && _cells[i + 1].Style == _cells[i].Style)
                    continue;
                runs.Add(new(text.ToString(), _cells[i].Style));
                text.Clear();
            }

            return runs.ToImmutable();
        }

        // To a bell, or to ESC \; one that is not closed takes the rest.
        private static int StringLength(ReadOnlySpan<char> rest)
        {
            for (var i = 2; i < rest.Length; i++)
            {
                if (rest[i] == Bell)
                    return i + 1;
                if (rest[i] == Escape && i + 1 < rest.Length && rest[i + 1] == '\\')
                    return i + 2;
            }

            return rest.Length;
        }

        private void Put(Rune rune)
        {
            if (_cells.Count < _column)
            {
                var written = _cells.Count;
                CollectionsMarshal.SetCount(_cells, _column);
                CollectionsMarshal.AsSpan(_cells)[written..].Fill((Space, default));
            }

            if (_column == _cells.Count)
            {
                _cells.Add((rune, Style));
            }
            else
            {
                HidesSome |= _cells[_column].Shown != Space && _cells[_column].Shown != rune;
                _cells[_column] = (rune, Style);
            }

            _column++;
        }

        private void Control(char what, ReadOnlySpan<char> parameters)
        {
            var number = int.TryParse(parameters, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
            switch (what)
            {
                case 'm' when !parameters.ContainsAnyExcept(Numbers):
                    Style = Style.After(parameters);
                    break;
                case 'K' when number == 0:
                    Erase(_column, _cells.Count);
                    break;
                case 'K' when number == 1:
                    Erase(0, Math.Min(_column + 1, _cells.Count));
                    break;
                case 'K' when number == 2:
                    Erase(0, _cells.Count);
                    break;
                case 'C':
                    _column = (int)Math.Min(Math.Max(Widest, _cells.Count), (long)_column + Math.Max(1, number));
                    break;
                case 'D':
                    _column = Math.Max(0, _column - Math.Max(1, number));
                    break;
                case 'G':
                    _column = Math.Clamp(number - 1, 0, Math.Max(Widest, _cells.Count));
                    break;
            }
        }

        private void Erase(int from, int to)
        {
            if (from >= to)
                return;
            // Looked for once: programs erase a line again and again, and hostile ones a long line.
            HidesSome = HidesSome || _cells.FindIndex(from, to - from, c => c.Shown != Space) >= 0;
            if (to == _cells.Count)
                _cells.RemoveRange(from, to - from);
            else
                CollectionsMarshal.AsSpan(_cells)[from..to].Fill((Space, default));
        }
    }
}
