namespace Dashboard.Rendering;

/// <summary>A colour that a terminal program asked for.</summary>
/// <param name="Palette">0–15 for the sixteen named colours; -1 when it is given by its parts.</param>
/// <param name="Red">0–255.</param>
/// <param name="Green">0–255.</param>
/// <param name="Blue">0–255.</param>
public readonly record struct AnsiColor(int Palette, byte Red = 0, byte Green = 0, byte Blue = 0)
{
    /// <summary>A colour of the 256-colour table (xterm): 16 named, a 6×6×6 cube, 24 greys.</summary>
    public static AnsiColor OfTable(int index) => index switch
    {
        < 16 => new(index),
        < 232 => new(-1, Level((index - 16) / 36), Level((index - 16) / 6 % 6), Level((index - 16) % 6)),
        _ => new(-1, (byte)(8 + ((index - 232) * 10)), (byte)(8 + ((index - 232) * 10)), (byte)(8 + ((index - 232) * 10))),
    };

    private static byte Level(int step) => (byte)(step == 0 ? 0 : 55 + (step * 40));
}

/// <summary>How text looks after the SGR codes before it. Kept across lines.</summary>
public readonly record struct AnsiStyle
{
    /// <summary>The text's colour; null for the pane's own.</summary>
    public AnsiColor? Foreground { get; init; }

    /// <summary>The colour behind it; null for the pane's own.</summary>
    public AnsiColor? Background { get; init; }

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
    /// The style after one SGR sequence. Unknown codes change nothing; concealed text (8) and blinking (5) are not followed,
    /// since evidence stays visible.
    /// </summary>
    /// <param name="codes">The numbers between <c>ESC [</c> and <c>m</c>, such as <c>1;38;5;208</c>.</param>
    public AnsiStyle After(ReadOnlySpan<int> codes)
    {
        var style = this;
        for (var i = 0; i < codes.Length; i++)
        {
            var code = codes[i];
            if (code is 38 or 48)
            {
                var colour = Extended(codes, ref i);
                if (colour is not null)
                    style = code == 38 ? style with { Foreground = colour } : style with { Background = colour };
            }
            else
            {
                style = style.After(code);
            }
        }

        return style;
    }

    private AnsiStyle After(int code) => code switch
    {
        0 => default,
        1 => this with { Bold = true },
        2 => this with { Faint = true },
        3 => this with { Italic = true },
        4 => this with { Underline = true },
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

    /// <summary>Reads <c>38;5;n</c> and <c>38;2;r;g;b</c>, which take a different count of numbers, and moves past them.</summary>
    private static AnsiColor? Extended(ReadOnlySpan<int> codes, ref int i)
    {
        var rest = codes[(i + 1)..];
        if (rest is [5, var index, ..])
        {
            i += 2;
            return index is >= 0 and <= 255 ? AnsiColor.OfTable(index) : null;
        }

        if (rest is [2, var r, var g, var b, ..])
        {
            i += 4;
            return (r | g | b) is >= 0 and <= 255 ? new(-1, (byte)r, (byte)g, (byte)b) : null;
        }

        i = codes.Length;
        return null;
    }
}
