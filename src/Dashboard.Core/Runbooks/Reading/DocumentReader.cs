using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading.Markup;
using Markdig.Extensions.Alerts;
using Markdig.Extensions.Footnotes;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Walks the document in its order, and lays out prose, headings and the places of steps.</summary>
internal sealed partial class DocumentReader
{
    /// <summary>How many steps a runbook has at most: more is no runbook that a person walks through.</summary>
    public const int MaxSteps = 1_000;

    private readonly Findings _findings;
    private readonly Dictionary<Block, StepDraft> _found = [];
    private readonly HashSet<Block> _holders = [];
    private readonly ImmutableArray<DocumentBlock>.Builder _blocks = ImmutableArray.CreateBuilder<DocumentBlock>();
    private readonly List<StepDraft> _steps = [];
    private readonly List<(string Id, string Title)> _sections = [];
    private readonly UniqueNames _ids = new();
    private readonly UniqueNames _anchors = new();
    private (string Id, string Title) _section;
    private readonly Dictionary<HeadingBlock, HeadingText> _headings = [];
    private readonly Dictionary<FoldBlock, bool> _unfolded = [];
    private readonly Dictionary<string, Pair> _each = new(StringComparer.Ordinal);
    private string? _heading, _naming;

    private DocumentReader(Findings findings, string title)
    {
        _findings = findings;
        _section = (_anchors.Take("_top"), title);
    }

    /// <summary>Reads a document.</summary>
    /// <param name="document">Its tree.</param>
    /// <param name="source">The file.</param>
    /// <param name="title">The runbook's title, for steps before the first heading.</param>
    /// <param name="parts">Reads what it includes.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public static ReadDocument Read(MarkdownDocument document, SourceText source, string title, PartReader parts, Findings findings)
    {
        var reader = new DocumentReader(findings, title);
        reader.Find(document, new(source, findings), new(source, findings));
        reader.Name(document, source);
        reader.Include(document, parts);
        reader.Walk(document);
        return new(reader._blocks.ToImmutable(), reader._steps,
            [.. reader._sections.Select(s => new Section(s.Id, s.Title,
                [.. reader._steps.Where(d => d.SectionId == s.Id).Select(d => d.Id)]) { Each = reader.EachOf(s.Id) })],
            [.. reader._headings.Values.Select(h => h.Anchor)], reader._links, reader._images, reader._each);
    }

    private bool IsShownApart(HeadingBlock heading, MarkdownDocument document) =>
        heading.Parent == document || (heading.Parent is FoldBlock fold && IsUnfolded(fold));

    // What a heading of level one or two says of its section.
    private string? EachOf(string anchor) => _each.GetValueOrDefault(anchor)?.Value;

    /// <summary>
    /// Gives each heading its anchor. Those inside of lists, quotes and folds are shown where they stand, and carry it there.
    /// </summary>
    private void Name(MarkdownDocument document, SourceText source)
    {
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            Name(document, heading, HeadingText.Of(heading, source));
            HeadingAttributes.CheckSlip(heading, _headings[heading], source, _findings);
        }

        DropMarks(document);
    }

    private string Name(MarkdownDocument document, HeadingBlock heading, HeadingText read)
    {
        read = _headings[heading] = read with { Anchor = _anchors.Take(read.Anchor) };
        if (read.Attributes is not null)
            HeadingAttributes.Check(read.Attributes, _findings);
        RepeatChecks.CheckPlace(heading, read.Attributes, isSection: heading.Level <= 2 && IsShownApart(heading, document), _findings);
        if (heading.Level <= 2 && read.Attribute(RepeatChecks.Attribute) is { } each)
            _each[read.Anchor] = each;
        if (IsShownApart(heading, document))
            return read.Anchor;
        read.CutBraces(heading);
        heading.GetAttributes().Id = read.Anchor;
        return read.Anchor;
    }

    /// <summary>A footnote has no way back to a mark in a heading or in a manual step's title, which are shown as plain text.</summary>
    private void DropMarks(MarkdownDocument document)
    {
        foreach (var footnote in document.OfType<FootnoteGroup>().SelectMany(g => g.OfType<Footnote>()))
        {
            var plain = footnote.Links.Where(IsPlain).Select(l => l.Index).ToHashSet();
            foreach (var back in footnote.Descendants<FootnoteLink>().Where(l => l.IsBackLink && plain.Contains(l.Index)).ToArray())
                back.Remove();
        }
    }

    private bool IsPlain(Inline inline)
    {
        ContainerInline? outer = inline.Parent;
        while (outer?.Parent is { } next)
            outer = next;
        return outer?.ParentBlock is { } block
            && (block is HeadingBlock && block.GetData(typeof(HtmlAttributes)) is null
                || (block.Parent is ListItemBlock item && _found.ContainsKey(item) && item[0] == block));
    }

    /// <summary>
    /// What holds a step, or begins a section, is not folded away: its parts stand on the page like any others.
    /// </summary>
    private bool IsUnfolded(FoldBlock fold)
    {
        if (!_unfolded.TryGetValue(fold, out var unfolded))
        {
            _unfolded[fold] = unfolded = (_holders.Contains(fold) || fold.Descendants<HeadingBlock>().Any(h => h.Level <= 2))
                && (fold.Parent is MarkdownDocument || (fold.Parent is FoldBlock outer && IsUnfolded(outer)));
        }

        return unfolded;
    }

    private bool Find(ContainerBlock container, FenceReader fences, TaskItemReader items)
    {
        var holds = false;
        foreach (var block in container)
        {
            var draft = block switch
            {
                FencedCodeBlock fence => fences.Read(fence),
                ListItemBlock item => items.Read(item),
                _ => null,
            };
            if (draft is not null)
                _found[block] = draft;
            holds |= draft is not null | (block is ContainerBlock inner && Find(inner, fences, items));
        }

        if (holds)
            _holders.Add(container);
        return holds;
    }

    private void Walk(MarkdownDocument document)
    {
        var prose = new List<Block>();
        var top = Top(document).ToArray();
        for (var i = 0; i < top.Length; i++)
        {
            var block = top[i];
            // What a section includes follows its own text, and stands above the notes of the whole page.
            if (_next is not null && block is HeadingBlock { Level: <= 2 } or FootnoteGroup)
            {
                Flush();
                IncludeNext();
            }

            if (block is HeadingBlock heading)
            {
                Flush();
                Heading(heading, i + 1 < top.Length ? top[i + 1] : null);
            }
            else if (_found.TryGetValue(block, out var draft))
            {
                Flush();
                Step(draft);
            }
            else if (_holders.Contains(block))
            {
                Flush();
                Inside((ContainerBlock)block, html => html);
            }
            else
            {
                prose.Add(block);
            }
        }

        Flush();
        IncludeNext();

        void Flush()
        {
            Prose(MarkdownText.Html(prose));
            prose.Clear();
        }
    }

    /// <summary>The blocks of the document; in the place of an unfolded part, its own.</summary>
    private IEnumerable<Block> Top(ContainerBlock container)
    {
        foreach (var block in container.Where(b => b is not CommentBlock))
        {
            if (block is not FoldBlock fold || !IsUnfolded(fold))
            {
                yield return block;
                continue;
            }

            if (fold is [SummaryBlock summary, ..])
                summary.IsParagraph = true;
            foreach (var inner in Top(fold))
                yield return inner;
        }
    }

    /// <summary>A heading of level three and deeper that only names the step below it is not shown again.</summary>
    private void Heading(HeadingBlock heading, Block? next)
    {
        var (text, anchor, _) = _headings[heading];
        var draft = next is null ? null : _found.GetValueOrDefault(next);
        var names = draft is { StatedTitle: null } && text.Length > 0;
        if (names)
            _found[next!] = draft! with { Title = text };
        _heading = heading.Level > 2 && !names && text.Length > 0 ? text : null;
        if (heading == _part?.Lead)
        {
            _blocks.Add(new DocumentBlock.PartPlace(_part.Path, text, anchor));
            return;
        }

        // The same heading of two parts, or of one that is included twice, is told apart by where it is included.
        if (heading.Level <= 2 && _part is not null)
            text = $"{_part.Section}: {text}";
        if (heading.Level <= 2)
            _section = (anchor, text);
        if (heading.Level <= 2 || !names)
            _blocks.Add(new DocumentBlock.Heading(_part is null ? heading.Level : Math.Max(2, heading.Level), text, anchor)
            {
                Each = heading.Level <= 2 ? EachOf(anchor) : null,
            });
        else
            _naming = anchor;
        if (_part is null && _parts.TryGetValue(heading, out var part))
            _next = part;
    }

    private void Step(StepDraft draft)
    {
        if (draft.Id.Length == 0)
        {
            _findings.Error(DiagnosticCodes.StepWithoutId, draft.Attributes.At, $"The {draft.Kind.DisplayName()} step has no id.",
                "Add one as the first attribute, such as `{#ca-key …}`.");
        }
        else
        {
            var place = draft.Attributes.Ids[0].At;
            Ids.Check(draft.Id, place, _findings);
            if (_ids.Has(draft.Id))
                _findings.Error(DiagnosticCodes.DuplicateId, place, $"Two steps have the id `{draft.Id}`.",
                    "Give each step an id of its own.");
            if (draft.Attributes.Ids.Length > 1)
                _findings.Error(DiagnosticCodes.DuplicateAttribute, draft.Attributes.Ids[1].At, "The step has two ids.",
                    "Keep one of them.");
        }

        if (_steps.Count == MaxSteps)
        {
            _findings.Error(DiagnosticCodes.TooLong, draft.At, $"A runbook has at most {MaxSteps} steps.", "Split the runbook.");
            return;
        }

        var id = _ids.Take(draft.Id.Length == 0 ? $"step-{draft.At.Line}" : draft.Id);
        if (_sections.Count == 0 || _sections[^1].Id != _section.Id)
            _sections.Add(_section);
        _steps.Add(draft with
        {
            Id = id,
            SectionId = _section.Id,
            Title = draft.Title ?? (draft.Kind == StepKind.Manual ? draft.Body : _heading),
        });
        if (draft.Kind != StepKind.Manual)
            _heading = null;
        _blocks.Add(new DocumentBlock.StepPlace(id, _naming));
        _naming = null;
    }

    /// <summary>
    /// Lays out a list, a quote or another container that holds steps: what stands around them keeps its place and its tags.
    /// </summary>
    private void Inside(ContainerBlock container, Func<string, string> wrap)
    {
        if (container is ListBlock list)
        {
            InsideList(list, wrap);
            return;
        }

        if (container is FoldBlock and [SummaryBlock summary, ..])
            summary.IsParagraph = true;
        if (container is AlertBlock alert)
        {
            Prose(wrap(AlertRenderer.Wrap(alert, AlertRenderer.Title(alert))));
            Pieces(alert, html => wrap(AlertRenderer.Wrap(alert, html)), tight: false);
            return;
        }

        var tag = container is QuoteBlock ? "blockquote" : null;
        Pieces(container, html => wrap(tag is null ? html : $"<{tag}>\n{html}</{tag}>\n"), tight: false);
    }

    private void InsideList(ListBlock list, Func<string, string> wrap)
    {
        var plain = new List<string>();
        var start = 0;
        foreach (var item in list.OfType<ListItemBlock>())
        {
            if (!_found.ContainsKey(item) && !_holders.Contains(item))
            {
                start = plain.Count == 0 ? item.Order : start;
                plain.Add($"<li>{MarkdownText.Html(item, !list.IsLoose)}</li>\n");
                continue;
            }

            Flush();
            if (_found.TryGetValue(item, out var draft))
                Step(draft);
            // The paragraph of a manual step is its title and stands on its card.
            Pieces(_found.ContainsKey(item) ? item.Skip(1) : item, html => wrap(Tags($"<li>{html}</li>\n", item.Order)), !list.IsLoose);
        }

        Flush();

        string Tags(string items, int from) => list.IsOrdered ? $"<ol start=\"{from}\">\n{items}</ol>\n" : $"<ul>\n{items}</ul>\n";

        void Flush()
        {
            if (plain.Count > 0)
                Prose(wrap(Tags(string.Concat(plain), start)));
            plain.Clear();
        }
    }

    private void Pieces(IEnumerable<Block> blocks, Func<string, string> wrap, bool tight)
    {
        var prose = new List<Block>();
        foreach (var block in blocks)
        {
            if (!_found.ContainsKey(block) && !_holders.Contains(block))
            {
                prose.Add(block);
                continue;
            }

            Flush();
            if (_found.TryGetValue(block, out var draft))
                Step(draft);
            else
                Inside((ContainerBlock)block, wrap);
        }

        Flush();

        void Flush()
        {
            if (prose.Count > 0 && MarkdownText.Html(prose, tight) is var html && !string.IsNullOrWhiteSpace(html))
                Prose(wrap(html));
            prose.Clear();
        }
    }

    private void Prose(string html)
    {
        if (!string.IsNullOrWhiteSpace(html))
            _blocks.Add(new DocumentBlock.Prose(html));
    }
}
