using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Dashboard.Rendering;

/// <summary>A stretch of visible text in one style.</summary>
/// <param name="Text">The text, with control characters already turned into something visible.</param>
/// <param name="Style">How it looks.</param>
/// <param name="Control">Whether it stands for a control character.</param>
public readonly record struct AnsiRun(string Text, AnsiStyle Style, bool Control);

/// <summary>
/// Reads one line of terminal output. SGR sequences (ECMA-48, 8.3.117) become styles; every other control character becomes
/// visible text, so that no escape reaches the page and nothing is hidden: a hyperlink (OSC 8) shows its raw bytes.
/// </summary>
public static class AnsiText
{
    private const int MostCodes = 32;

    private static readonly SearchValues<char> Parameters = SearchValues.Create("0123456789;:");

    /// <summary>Splits a line into runs.</summary>
    /// <param name="line">The line, without its line break.</param>
    /// <param name="style">The style the line begins with; afterwards, the one the next line begins with.</param>
    public static ImmutableArray<AnsiRun> Read(string line, ref AnsiStyle style)
    {
        ArgumentNullException.ThrowIfNull(line);
        var runs = ImmutableArray.CreateBuilder<AnsiRun>();
        var text = new StringBuilder();
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == '\u001b' && TrySgr(line.AsSpan(i), style, out var after, out var length))
            {
                Flush(runs, text, style);
                style = after;
                i += length;
            }
            else if (Visible(line[i]) is { } shown)
            {
                Flush(runs, text, style);
                runs.Add(new(shown, style, Control: true));
                i++;
            }
            else
            {
                text.Append(line[i++]);
            }
        }

        Flush(runs, text, style);
        return runs.ToImmutable();
    }

    private static void Flush(ImmutableArray<AnsiRun>.Builder runs, StringBuilder text, AnsiStyle style)
    {
        if (text.Length == 0)
            return;
        runs.Add(new(text.ToString(), style, Control: false));
        text.Clear();
    }

    /// <summary>Reads <c>ESC [ 1 ; 31 m</c>. Anything else that begins with ESC is not ours, and is shown as text.</summary>
    private static bool TrySgr(ReadOnlySpan<char> rest, AnsiStyle style, out AnsiStyle after, out int length)
    {
        (after, length) = (style, 0);
        if (rest.Length < 3 || rest[1] != '[')
            return false;
        var end = rest[2..].IndexOfAnyExcept(Parameters);
        if (end < 0 || rest[end + 2] != 'm')
            return false;
        length = end + 3;
        Span<int> codes = stackalloc int[MostCodes];
        var count = 0;
        foreach (var part in rest.Slice(2, end).SplitAny(';', ':'))
        {
            if (count == MostCodes)
                return true;
            var digits = rest.Slice(2, end)[part];
            codes[count++] = digits.IsEmpty ? 0
                : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : -1;
        }

        after = style.After(codes[..count]);
        return true;
    }

    /// <summary>What stands for a character that would not be seen, or would reorder what is seen; null for an ordinary one.</summary>
    private static string? Visible(char c) => c switch
    {
        '\t' => null,
        < ' ' => ((char)('\u2400' + c)).ToString(),
        '\u007f' => "␡",
        >= '\u0080' and <= '\u009f' => Code(c),
        '\u061c' or '\u200b' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2060' and <= '\u2069') or '\ufeff' => Code(c),
        _ => null,
    };

    private static string Code(char c) => string.Create(CultureInfo.InvariantCulture, $"⟨{(int)c:X4}⟩");
}
