using Markdig.Parsers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>The line that a folded part of the page shows.</summary>
internal sealed class SummaryBlock : LeafBlock
{
    public SummaryBlock(BlockParser parser)
        : base(parser) => ProcessInlines = true;

    /// <summary>Whether its end tag has been read.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether it stands as a paragraph, because its part of the page holds a step and is not folded.</summary>
    public bool IsParagraph { get; set; }
}
