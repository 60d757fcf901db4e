using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Reading;

namespace Dashboard.Linting.Adopt;

/// <summary>The draft's text, and where each of its lines comes from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Sources">For each of its lines the document's line, from 1; 0 for one that the draft adds to the front matter.</param>
internal sealed record DraftText(string Text, ImmutableArray<int> Sources)
{
    /// <summary>The draft's line where a line of the document stands, from 1.</summary>
    public int LineOf(int source)
    {
        var at = Sources.IndexOf(source);
        return at < 0 ? 1 : at + 1;
    }

    /// <summary>Writes a plan into a document: only fences, boxes and the front matter become different.</summary>
    public static DraftText Write(SourceText source, AdoptionPlan plan, ImmutableArray<ProposedGate> gates)
    {
        var end = source.Text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var lines = Enumerable.Range(1, source.LineCount).Select(n => new List<string> { Whole(source, n) }).ToArray();
        foreach (var (box, id) in plan.Boxes)
        {
            var line = source.Line(box.EndLine);
            lines[box.EndLine - 1] = [line.TrimEnd() + $" {{#{id}}}" + Whole(source, box.EndLine)[line.Length..]];
        }

        foreach (var step in plan.Steps)
            Put(lines, step, source, end);
        Front(lines, source, [.. FrontMatterDraft.Lines(plan.Inputs, gates)], end, out var added);
        var texts = lines.SelectMany((all, i) => all.Select((text, n) => (Text: text, Line: added.Contains((i, n)) ? 0 : i + 1))).ToArray();
        // The last line has no end, and is empty where the file ends with one.
        return new(string.Concat(texts.Select(t => t.Text)), [.. texts.Select(t => t.Line)]);
    }

    private static void Put(List<string>[] lines, PlannedStep step, SourceText source, string end)
    {
        var listing = step.Of.Text.Listing;
        var (open, close) = (listing.Line, listing.Line + listing.Body.Length + 1);
        lines[open - 1] = [$"{listing.Prefix}{listing.Fence}{step.Of.Shell} {{{step.Attributes}}}{end}"];
        var script = step.Script.TrimEnd('\n').Split('\n');
        if (!step.Of.Text.HasPrompts)
        {
            for (var i = 0; i < listing.Body.Length; i++)
            {
                if (i < script.Length && script[i] != listing.Body[i])
                    lines[open + i] = [listing.Prefixes[i] + script[i] + end];
            }

            return;
        }

        for (var i = 0; i < listing.Body.Length; i++)
            lines[open + i] = [];
        var indent = listing.Indent;
        var last = new List<string>(script.Select(l => indent + l + end)) { Whole(source, close) };
        if (step.Of.Text.Output.Length > 0)
        {
            last[^1] = last[^1].TrimEnd('\r', '\n') + end;
            last.AddRange([indent.TrimEnd() + end, $"{indent}{listing.Fence}text{end}", .. step.Of.Text.Output.Select(l => indent + l
                + end),
                Whole(source, close)]);
        }

        lines[close - 1] = last;
    }

    private static void Front(List<string>[] lines, SourceText source, string[] yaml, string end, out HashSet<(int, int)> added)
    {
        added = [];
        if (yaml.Length == 0)
            return;
        var front = FrontMatter.Split(source, new());
        if (front.Yaml is null)
        {
            lines[0] = [$"---{end}", .. yaml.Select(l => l + end), $"---{end}", end, .. lines[0]];
            added.UnionWith(Enumerable.Range(0, yaml.Length + 3).Select(n => (0, n)));
            return;
        }

        var close = source.At(source.LineStart(front.FirstLine) + front.Yaml.Length).Line;
        var first = front.Yaml.Split('\n').First(l => l.Trim() is [not '#', ..]);
        var indent = first[..(first.Length - first.TrimStart().Length)];
        lines[close - 1] = [.. yaml.Select(l => indent + l + end), .. lines[close - 1]];
        added.UnionWith(Enumerable.Range(0, yaml.Length).Select(n => (close - 1, n)));
    }

    private static string Whole(SourceText source, int line) =>
        source.Text[source.LineStart(line)..(line < source.LineCount ? source.LineStart(line + 1) : source.Text.Length)];
}
