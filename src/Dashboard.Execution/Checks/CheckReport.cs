using System.Globalization;
using System.Text;

namespace Dashboard.Execution.Checks;

/// <summary>What a typed check expected and what it found, line by line.</summary>
internal sealed class CheckReport
{
    private readonly StringBuilder _text = new();
    private readonly List<string> _failed = [];

    /// <summary>What does not hold, by its label.</summary>
    public IReadOnlyList<string> Failed => _failed;

    /// <summary>Says that one thing is as it should be, or is not.</summary>
    /// <param name="label">What was looked at, such as <c>state</c>.</param>
    /// <param name="holds">Whether it is as expected.</param>
    /// <param name="expected">What was expected, in words.</param>
    /// <param name="found">What was found, in words; never the content of a file, an answer or a variable.</param>
    public void Add(string label, bool holds, string expected, string found)
    {
        if (!holds)
            _failed.Add(label);
        Line(holds ? "ok  " : "fail", expected == found && holds ? $"{label}: {found}" : $"{label}: expected {expected}, found {found}");
    }

    /// <summary>Says whether one thing is what was expected, by their words; null was not told at all.</summary>
    public void Equal(string label, string expected, string? found) => Add(label, expected == found, expected, found ?? "nothing");

    /// <summary>Says that one thing could not be found out.</summary>
    public void Fail(string label, string expected, string cause) => Add(label, false, expected, cause);

    /// <summary>Says something that neither holds nor fails.</summary>
    public void Note(string text) => Line("note", text);

    /// <summary>Several accepted values: <c>0400 or 0600</c>.</summary>
    public static string AnyOf(IEnumerable<string> values) => string.Join(" or ", values);

    /// <summary>A time as people read it, exact enough to compare: <c>12 ms</c>, <c>2.5 s</c>.</summary>
    public static string Words(TimeSpan span) => span < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(span.TotalMilliseconds)} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.###} s");

    /// <summary>All lines, each with its line end.</summary>
    public override string ToString() => _text.ToString();

    private void Line(string word, string text)
    {
        // What was found comes from outside: a line end in it would let it write lines of its own.
        _text.Append(word).Append(' ');
        foreach (var character in text)
            _text.Append(char.IsControl(character) || character is '\u2028' or '\u2029' ? '\uFFFD' : character);
        _text.Append('\n');
    }
}
