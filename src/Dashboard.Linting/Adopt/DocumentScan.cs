using Dashboard.Core.Runbooks.Reading;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;

namespace Dashboard.Linting.Adopt;

/// <summary>Finds what a document has of commands and boxes to tick, in its order.</summary>
internal sealed class DocumentScan
{
    private readonly SourceText _source;
    private readonly List<(int Level, string Text, int Line)> _headings = [];
    private readonly HashSet<int> _steps;
    private bool _hasTitle;

    private DocumentScan(SourceText source, HashSet<int> steps) => (_source, _steps) = (source, steps);

    /// <summary>Its fences.</summary>
    public List<Listing> Listings { get; } = [];

    /// <summary>Its boxes.</summary>
    public List<CheckBox> Boxes { get; } = [];

    /// <summary>The lines of code that stands in no fence, but is indented.</summary>
    public List<(int Line, string Text)> Indented { get; } = [];

    /// <summary>Reads a document.</summary>
    /// <param name="source">Its text.</param>
    /// <param name="manual">The lines of what is a manual step already.</param>
    public static DocumentScan Read(SourceText source, HashSet<int> manual)
    {
        var scan = new DocumentScan(source, manual);
        scan.Walk(MarkdownText.Parse(FrontMatter.Split(source, new()).Markdown), null);
        return scan;
    }

    private void Walk(ContainerBlock container, Block? outer)
    {
        Block? before = outer;
        foreach (var block in container)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Enter(heading);
                    break;
                case FencedCodeBlock fence:
                    Add(fence, before);
                    break;
                case CodeBlock code when block.GetType() == typeof(CodeBlock):
                    Indented.Add((code.Line + 1, code.Lines.ToString()));
                    break;
                case ListItemBlock item:
                    Add(item);
                    Walk(item, null);
                    break;
                case ContainerBlock inner:
                    Walk(inner, null);
                    break;
            }

            before = block;
        }
    }

    private void Enter(HeadingBlock heading)
    {
        _headings.RemoveAll(h => h.Level >= heading.Level);
        var text = HeadingText.Of(heading, _source).Text;
        // The title of a document about going back does not make all of it a rollback.
        if (heading.Level > 1 || _hasTitle)
            _headings.Add((heading.Level, text, heading.Line + 1));
        _hasTitle = true;
    }

    private HeadingPath Path => new(
        _headings.Count == 0 ? null : _headings[^1].Text,
        _headings.Where(h => HeadingPath.RollsBack(h.Text)).Select(h => (int?)h.Line).FirstOrDefault(),
        _headings.Any(h => HeadingPath.MayBeLeftOut(h.Text)));

    private void Add(FencedCodeBlock fence, Block? before)
    {
        var at = _source.At(fence.Span.Start);
        var line = _source.Line(at.Line);
        var prefix = line[..(at.Column - 1)];
        var mark = new string(fence.FencedChar, fence.OpeningFencedCharCount);
        if (!line[prefix.Length..].StartsWith(mark, StringComparison.Ordinal))
            return;
        var body = Enumerable.Range(0, fence.Lines.Count).Select(i => fence.Lines.Lines[i].Slice.ToString()).ToArray();
        var raw = body.Select((_, i) => at.Line + 1 + i <= _source.LineCount ? _source.Line(at.Line + 1 + i) : "").ToArray();
        Listings.Add(new()
        {
            Line = at.Line,
            Prefix = prefix,
            Fence = mark,
            Info = line[(prefix.Length + mark.Length)..].Trim(),
            Body = [.. body],
            Prefixes = raw.Zip(body).All(p => p.First.EndsWith(p.Second, StringComparison.Ordinal))
                ? [.. raw.Zip(body, (whole, part) => whole[..^part.Length])]
                : default,
            IsClosed = fence.ClosingFencedCharCount > 0,
            Headings = Path,
            Name = before is HeadingBlock heading ? HeadingText.Of(heading, _source).Text : null,
            Lead = before is ParagraphBlock paragraph ? InlineText.Of(paragraph) : null,
        });
    }

    private void Add(ListItemBlock item)
    {
        if (item.Count == 0 || item[0] is not ParagraphBlock { Inline.FirstChild: TaskList task } paragraph)
            return;
        var end = Math.Min(paragraph.Span.End + 1, _source.Text.Length);
        while (end > paragraph.Span.Start && char.IsWhiteSpace(_source.Text[end - 1]))
            end--;
        Boxes.Add(new(_source.At(paragraph.Span.Start).Line, _source.At(end - 1).Line, InlineText.Of(paragraph), task.Checked,
            _steps.Contains(_source.At(item.Span.Start).Line), _source.At(Math.Max(item.Span.End, 0)).Line, Path));
    }
}
