using System.Globalization;
using System.Text;

namespace Dashboard.Core.Text;

/// <summary>
/// Reads output as a terminal shows it (ECMA-48): without colours, links and titles; what a carriage return or a backspace goes back over is
/// overwritten, and what was erased is gone.
/// </summary>
public static class TerminalText
{
    private const char Escape = '\u001b', Bell = '\a';

    /// <summary>No terminal is wider: a sequence that moves further moves here.</summary>
    private const int Widest = 10_000;

    /// <summary>The text as a person sees it.</summary>
    public static string Plain(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.AsSpan().IndexOfAny("\u001b\r\b") < 0)
            return text;
        var (shown, line, column) = (new StringBuilder(text.Length), new StringBuilder(), 0);
        for (var at = 0; at < text.Length;)
        {
            var c = text[at];
            if (c == Escape)
            {
                at += Sequence(text.AsSpan(at), line, ref column);
                continue;
            }

            at++;
            switch (c)
            {
                case '\n':
                    shown.Append(line).Append('\n');
                    line.Clear();
                    column = 0;
                    break;
                case '\r':
                    column = 0;
                    break;
                case '\b':
                    column = Math.Max(0, column - 1);
                    break;
                default:
                    if (column > line.Length)
                        line.Append(' ', column - line.Length);
                    if (column == line.Length)
                        line.Append(c);
                    else
                        line[column] = c;
                    column++;
                    break;
            }
        }

        return shown.Append(line).ToString();
    }

    // Acts on a sequence that moves or erases; of all others only the length matters.
    private static int Sequence(ReadOnlySpan<char> rest, StringBuilder line, ref int column)
    {
        if (rest.Length < 2)
            return rest.Length;
        switch (rest[1])
        {
            case '[':
                var end = 2;
                while (end < rest.Length && rest[end] is >= ' ' and <= '?')
                    end++;
                if (end == rest.Length)
                    return end;
                Control(rest[end], rest[2..end], line, ref column);
                return end + 1;
            case ']' or 'P' or 'X' or '^' or '_':
                // To a bell, or to ESC \; one that is never closed takes the rest.
                for (var i = 2; i < rest.Length; i++)
                {
                    if (rest[i] == Bell)
                        return i + 1;
                    if (rest[i] == Escape && i + 1 < rest.Length && rest[i + 1] == '\\')
                        return i + 2;
                }

                return rest.Length;
            case >= ' ' and <= '/':
                // A switch of character sets, such as ESC ( B: intermediate characters, then one more.
                var last = 2;
                while (last < rest.Length && rest[last] is >= ' ' and <= '/')
                    last++;
                return Math.Min(last + 1, rest.Length);
            default:
                return 2;
        }
    }

    private static void Control(char what, ReadOnlySpan<char> parameters, StringBuilder line, ref int column)
    {
        var number = int.TryParse(parameters, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        switch (what)
        {
            case 'K' when number == 0:
                line.Length = Math.Min(line.Length, column);
                break;
            case 'K' when number == 1:
                for (var i = 0; i < Math.Min(column + 1, line.Length); i++)
                    line[i] = ' ';
                break;
            case 'K' when number == 2:
                line.Clear();
                break;
            case 'C':
                column = Math.Min(Widest, column + Math.Max(1, number));
                break;
            case 'D':
                column = Math.Max(0, column - Math.Max(1, number));
                break;
            case 'G':
                column = Math.Clamp(number - 1, 0, Widest);
                break;
        }
    }
}
