using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <content>What headings include: found and named behind the runbook's own, walked at the end of their sections.</content>
internal sealed partial class DocumentReader
{
    private const string Attribute = "include";

    private readonly Dictionary<HeadingBlock, PartDocument> _parts = [];
    private readonly List<DocumentLink> _links = [];
    private readonly List<string> _images = [];
    private PartDocument? _next, _part;

    /// <summary>Reads what the headings include.</summary>
    private void Include(MarkdownDocument document, PartReader parts)
    {
        // The runbook's own anchors are what they are without any part.
        foreach (var (heading, read) in _headings.ToArray())
        {
            if (read.Attribute(Attribute) is not { } include)
                continue;
            if (!IsShownApart(heading, document) || heading.Level > 2)
                parts.Refuse(include, "Only a heading of level one or two includes a file, and none in a list, a quote or a fold.",
                    "Write it as a section of its own: `## Drain web-1 {#web1 include=parts/drain.md}`.");
            else if (parts.Read(read, include) is { } part)
            {
                Add(_parts[heading] = part, parts);
                if (_each.ContainsKey(read.Anchor) && part.Tree.OfType<HeadingBlock>().Any(h => h.Level <= 2 && h != part.Lead))
                    parts.Refuse(include, $"`{part.Path}` has sections of its own, and cannot be included where a section is repeated.",
                        "Write its headings at level three, or include one section of it that has none.");
            }
        }
    }

    private void Add(PartDocument part, PartReader parts)
    {
        Find(part.Tree, new(part.Source, _findings), new(part.Source, _findings));
        var steps = part.Tree.Descendants<Block>().Where(_found.ContainsKey).ToArray();
        var ids = steps.Select(b => _found[b].Id).ToHashSet(StringComparer.Ordinal);
        foreach (var block in steps)
            _found[block] = _found[block].In(part.Path, part.Prefix, ids);

        var own = new UniqueNames();
        var anchors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var heading in part.Tree.Descendants<HeadingBlock>())
        {
            var read = HeadingText.Of(heading, part.Source);
            anchors[own.Take(read.Anchor)] = Name(part.Tree, heading, read with { Anchor = $"{part.Prefix}-{read.Anchor}" });
            if (heading == part.Lead && read.Attribute(RepeatChecks.Attribute) is { } each)
                parts.Refuse(each, $"`{each.Key}` of the heading that gives way to the including one says nothing.",
                    "Write it at the heading that includes the file.");
            if (read.Attribute(Attribute) is { } include)
                parts.Refuse(include, "A file that is included includes nothing itself.",
                    "Include both in the runbook, one after the other.");
        }

        DropMarks(part.Tree);
        _links.AddRange(LinkReader.Read(part.Tree, part.Path, part.Source, anchors));
        ImageReferences.Root(part.Tree, part.Path);
        _images.AddRange(ImageReferences.Of(part.Tree));
    }

    /// <summary>Lays out what the section that ends here includes.</summary>
    private void IncludeNext()
    {
        if (_next is not { } part)
            return;
        (_next, _part, _heading) = (null, part, null);
        if (part.Lead is null)
            _blocks.Add(new DocumentBlock.PartPlace(part.Path, "", null));
        Walk(part.Tree);
        (_part, _heading) = (null, null);
    }
}
