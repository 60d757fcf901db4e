using System.Globalization;

namespace Dashboard.Core.Text;

/// <summary>A colour that a terminal program asked for.</summary>
/// <param name="Palette">0–15 for the sixteen named colours; -1 when it is given by its parts.</param>
/// <param name="Red">0–255.</param>
/// <param name="Green">0–255.</param>
/// <param name="Blue">0–255.</param>
public readonly record struct TerminalColor(int Palette, byte Red = 0, byte Green = 0, byte Blue = 0)
{
    /// <summary>A colour of the 256-colour table (xterm): 16 named, a 6×6×6 cube, 24 greys.</summary>
    public static TerminalColor OfTable(int index) => index switch
    {
        < 16 => new(index),
        < 232 => new(-1, Level((index - 16) / 36), Level((index - 16) / 6 % 6), Level((index - 16) % 6)),
        _ => new(-1, (byte)(8 + ((index - 232) * 10)), (byte)(8 + ((index - 232) * 10)), (byte)(8 + ((index - 232) * 10))),
    };

    private static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + (step * 40));
}

/// <summary>How text looks after the SGR codes before it. Kept across lines.</summary>
public readonly record struct TerminalStyle
{
    private const int MostCodes = 32;

    /// <summary>The text's colour; null for the pane's own.</summary>
    public TerminalColor? Foreground { get; init; }

    /// <summary>The colour behind it; null for the pane's own.</summary>
    public TerminalColor? Background { get; init; }

    /// <summary>Bold (SGR 1).</summary>
    public bool Bold { get; init; }

    /// <summary>Faint (SGR 2).</summary>
    public bool Faint { get; init; }

    /// <summary>Italic (SGR 3).</summary>
    public bool Italic { get; init; }

    /// <summary>Underlined (SGR 4).</summary>
    public bool Underline { get; init; }

    /// <summary>Struck out (SGR 9).</summary>
    public bool Strike { get; init; }

    /// <summary>Foreground and background change places (SGR 7).</summary>
    public bool Inverse { get; init; }

    /// <summary>
    /// The style after one SGR sequence (ECMA-48, 8.3.117). Unknown codes change nothing; concealed text (8) and blinking (5) are not
    /// followed, since evidence stays visible; the colour of an underline (58) is read past.
    /// </summary>
    /// <param name="parameters">What stands between <c>ESC [</c> and <c>m</c>, such as <c>1;38;5;208</c>, or with colons
    /// <c>38:2::255:128:7</c> (ISO 8613-6).</param>
    public TerminalStyle After(ReadOnlySpan<char> parameters)
    {
        var style = this;
        // More codes than anybody writes; what comes after them is not read.
        Span<Range> parts = stackalloc Range[MostCodes + 1];
        var count = Math.Min(parameters.Split(parts, ';'), MostCodes);
        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < count; i++)
        {
            var part = parameters[parts[i]];
            if (part.Contains(':'))
            {
                style = style.AfterColons(part);
                continue;
            }

            var code = Number(part);
            if (code is not (38 or 48 or 58))
            {
                style = style.After(code);
                continue;
            }

            // 38;5;n and 38;2;r;g;b take a different count of numbers; what is neither leaves nobody to say where it ends.
            var kind = i + 1 < count ? Number(parameters[parts[i + 1]]) : -1;
            var length = kind == 5 ? 1 : kind == 2 ? 3 : count;
            if (i + 1 + length >= count)
                return style;
            for (var n = 0; n < length; n++)
                numbers[n] = Number(parameters[parts[i + 2 + n]]);
            style = style.WithColour(code, ColourOf(numbers[..length]));
            i += 1 + length;
        }

        return style;
    }

    // One code with what belongs to it: 4:3 is a curly underline, 38:2::r:g:b a colour whose colour space is left out.
    private TerminalStyle AfterColons(ReadOnlySpan<char> part)
    {
        Span<Range> fields = stackalloc Range[8];
        Span<int> numbers = stackalloc int[8];
        var count = part.Split(fields, ':');
        for (var i = 0; i < count; i++)
            numbers[i] = Number(part[fields[i]]);
        return numbers[..count] switch
        {
            [4, var kind, ..] => this with { Underline = kind != 0 },
            [var code and (38 or 48), 5, var index] => WithColour(code, ColourOf([index])),
            [var code and (38 or 48), 2, var red, var green, var blue] => WithColour(code, ColourOf([red, green, blue])),
            [var code and (38 or 48), 2, _, var red, var green, var blue, ..] => WithColour(code, ColourOf([red, green, blue])),
            _ => this,
        };
    }

    private TerminalStyle WithColour(int code, TerminalColor? colour) =>
        colour is null ? this : code == 38 ? this with { Foreground = colour } : code == 48 ? this with { Background = colour } : this;

    private static TerminalColor? ColourOf(ReadOnlySpan<int> numbers) => numbers switch
    {
        [>= 0 and <= 255 and var index] => TerminalColor.OfTable(index),
        [>= 0 and <= 255 and var red, >= 0 and <= 255 and var green, >= 0 and <= 255 and var blue] =>
            new(-1, (byte)red, (byte)green, (byte)blue),
        _ => null,
    };

    /// <summary>An empty number is 0.</summary>
    private static int Number(ReadOnlySpan<char> digits) =>
        digits.IsEmpty ? 0 : int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private TerminalStyle After(int code) => code switch
    {
        0 => default,
        1 => this with { Bold = true },
        2 => this with { Faint = true },
        3 => this with { Italic = true },
        4 or 21 => this with { Underline = true },
        7 => this with { Inverse = true },
        9 => this with { Strike = true },
        22 => this with { Bold = false, Faint = false },
        23 => this with { Italic = false },
        24 => this with { Underline = false },
        27 => this with { Inverse = false },
        29 => this with { Strike = false },
        >= 30 and <= 37 => this with { Foreground = new(code - 30) },
        39 => this with { Foreground = null },
        >= 40 and <= 47 => this with { Background = new(code - 40) },
        49 => this with { Background = null },
        >= 90 and <= 97 => this with { Foreground = new(code - 90 + 8) },
        >= 100 and <= 107 => this with { Background = new(code - 100 + 8) },
        _ => this,
    };
}
