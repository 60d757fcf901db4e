namespace Dashboard.Benchmarks.Support;

/// <summary>Prints tables and limits, and knows in the end whether every limit held.</summary>
internal sealed class Report(TextWriter output)
{
    private int _held, _missed, _unmeasured;

    /// <summary>Begins a benchmark.</summary>
    public void Heading(string text) => output.WriteLine($"\n== {text}");

    /// <summary>Says something in passing.</summary>
    public void Say(string text) => output.WriteLine(text);

    /// <summary>Prints rows in columns: the first to the left, figures to the right. The first row is the header.</summary>
    public void Table(params IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(c => rows.Max(r => r[c].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(
                "  " + string.Join("  ", row.Select((cell, c) => c == 0 ? cell.PadRight(widths[c]) : cell.PadLeft(widths[c]))).TrimEnd());
    }

    /// <summary>Says whether a limit held.</summary>
    public void Limit(bool holds, string what)
    {
        output.WriteLine($"{(holds ? "ok    " : "MISSED")} {what}");
        _ = holds ? _held++ : _missed++;
    }

    /// <summary>Says that a limit could not be looked at. It counts as not held: nobody knows.</summary>
    public void Unmeasured(string what)
    {
        output.WriteLine($"NOT MEASURED {what}");
        _unmeasured++;
    }

    /// <summary>Prints the last line.</summary>
    /// <returns>The exit code: 0 when every limit held.</returns>
    public int Close()
    {
        var line = $"{_held} ok, {_missed} missed";
        output.WriteLine($"\n{line}{(_unmeasured > 0 ? $", {_unmeasured} not measured" : "")}");
        return _missed + _unmeasured == 0 ? 0 : 1;
    }
}
