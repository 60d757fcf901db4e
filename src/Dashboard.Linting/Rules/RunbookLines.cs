using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Linting.Rules;

/// <summary>A line of a runbook's file.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Text">The line, without its end.</param>
internal readonly record struct RunbookLine(int Number, string Text);

/// <summary>
/// The lines of a runbook's file by what they are: front matter, code of steps, listings, prose. Linear, whatever the text.
/// </summary>
internal sealed partial class RunbookLines
{
    private readonly List<RunbookLine> _all = [];
    private readonly List<RunbookLine> _front = [];
    private readonly List<RunbookLine> _prose = [];
    private readonly List<RunbookLine> _listings = [];

    /// <summary>Sorts the lines.</summary>
    public RunbookLines(string text, Runbook runbook)
    {
        var source = new SourceText(text);
        var front = FrontMatter.Split(source, new Findings());
        var end = front.Yaml is null ? 0 : source.At(source.LineStart(front.FirstLine) + front.Yaml.Length).Line;
        var steps = runbook.Steps.Where(s => s.Kind != StepKind.Manual).Select(s => s.Line).ToHashSet();
        var (fence, ofStep) = ((string?)null, false);
        for (var number = 1; number <= source.LineCount; number++)
        {
            var line = new RunbookLine(number, source.Line(number));
            _all.Add(line);
            var mark = Fence().Match(line.Text);
            var rest = line.Text.AsSpan(mark.Index + mark.Length);
            if (number <= end)
                _front.Add(line);
            // A fence of backticks has none behind it: else it is a span of code.
            else if (fence is null && mark.Success && !(mark.Value.EndsWith('`') && rest.Contains('`')))
                (fence, ofStep) = (mark.Groups[1].Value, steps.Contains(number));
            else if (fence is null)
                _prose.Add(line);
            else if (mark.Success && rest.IsWhiteSpace() && mark.Groups[1].Value.StartsWith(fence, StringComparison.Ordinal))
                fence = null;
            else if (!ofStep)
                _listings.Add(line);
        }
    }

    /// <summary>The YAML between the two <c>---</c> lines, with them.</summary>
    public IReadOnlyList<RunbookLine> Front => _front;

    /// <summary>Everything that is no front matter and stands in no fence: paragraphs, headings, lists, tables.</summary>
    public IReadOnlyList<RunbookLine> Prose => _prose;

    /// <summary>What stands in fences that are no steps.</summary>
    public IReadOnlyList<RunbookLine> Listings => _listings;

    /// <summary>Where a character stands, from a line on; the beginning of that line when it was written as an escape.</summary>
    public (int Line, int Column) Locate(ReadOnlySpan<char> character, int from)
    {
        for (var i = from - 1; i < _all.Count; i++)
        {
            if (_all[i].Text.AsSpan().IndexOf(character) is var at and >= 0)
                return (i + 1, at + 1);
        }

        return (from, 1);
    }

    /// <summary>Where a fence opens or closes, whatever quotes and list items it stands in.</summary>
    [GeneratedRegex(@"\A[ \t>]*(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)*(`{3,}|~{3,})", RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
