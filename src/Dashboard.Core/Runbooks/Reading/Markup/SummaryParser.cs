using Markdig.Parsers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>Reads the summary of a fold: the first thing that stands in it. Elsewhere the tag is text.</summary>
internal sealed class SummaryParser : BlockParser
{
    private const string Begin = "<summary>";

    private const string End = "</summary>";

    public SummaryParser() => OpeningCharacters = ['<'];

    /// <summary>Reads, for example, <c>&lt;summary&gt;The fallback plan&lt;/summary&gt;</c>, on one line or on several.</summary>
    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || !processor.Line.AsSpan().StartsWith(Begin, StringComparison.OrdinalIgnoreCase)
            || processor.GetCurrentContainerOpened() is not FoldBlock { Count: 0 })
            return BlockState.None;
        var summary = new SummaryBlock(this) { Column = processor.Column, Span = new(processor.Start, processor.Line.End) };
        processor.NewBlocks.Push(summary);
        Lines.GoOn(processor, processor.Start + Begin.Length);
        summary.HasEnded = Ends(processor);
        return processor.Line.AsSpan().IsWhiteSpace() ? BlockState.ContinueDiscard : BlockState.Continue;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var summary = (SummaryBlock)block;
        if (summary.HasEnded || processor.IsBlankLine)
            return BlockState.None;
        summary.HasEnded = Ends(processor);
        return BlockState.Continue;
    }

    private static bool Ends(BlockProcessor processor) => processor.Line.AsSpan().Contains(End, StringComparison.OrdinalIgnoreCase);
}
