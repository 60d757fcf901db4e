using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dashboard.Core.Text;

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
        // Programs print letters of any language; only what nobody would see is told. C0 controls have pictures of their own.
        var hidden = OddCharacters.Find(line, TextUse.Title).Where(o => o.Kind == OddKind.Hidden && o.CodePoint is >= 0x80 and not 0xA0).ToDictionary(o => o.Index);
        for (var i = 0; i < line.Length;)
        {
            if (line[i] == '\u001b' && TrySgr(line.AsSpan(i), style, out var after, out var length))
            {
                Flush(runs, text, style);
                style = after;
                i += length;
            }
            else if (hidden.TryGetValue(i, out var odd))
            {
                Flush(runs, text, style);
                runs.Add(new($"⟨{odd.Code}⟩", style, Control: true));
                i += odd.Length;
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

    /// <summary>What stands for a control character of ASCII; null for an ordinary one.</summary>
    private static string? Visible(char c) => c switch
    {
        '\t' => null,
        < ' ' => ((char)('\u2400' + c)).ToString(),
        '\u007f' => "␡",
        _ => null,
    };
}
