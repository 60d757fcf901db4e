using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>
/// Reads <c>&lt;details&gt;</c> as a container, so that Markdown stands in it as it does elsewhere. A tag that is never closed is text.
/// </summary>
internal sealed partial class FoldParser : BlockParser
{
    /// <summary>How many may stand in each other; the tags of deeper ones are text.</summary>
    private const int MaxDepth = 8;

    private const string End = "</details>";

    public FoldParser() => OpeningCharacters = ['<'];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// &lt;details&gt;
    /// &lt;summary&gt;The fallback plan&lt;/summary&gt;
    ///
    /// Call the network team.
    ///
    /// &lt;/details&gt;
    /// </code>
    /// </summary>
    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || Open().Match(processor.Line.Text, processor.Start, Rest(processor)) is not { Success: true } tag)
            return BlockState.None;
        var depth = Depth(processor);
        if (depth >= MaxDepth || !HasEnds(processor.Line.Text, processor.Start, depth + 1))
            return BlockState.None;
        var fold = new FoldBlock(this)
        {
            Column = processor.Column,
            Span = new(processor.Start, processor.Line.End),
            BeginsOpen = tag.Groups[1].Success,
        };
        processor.NewBlocks.Push(fold);
        Lines.GoOn(processor, tag.Index + tag.Length);
        CutEnd(processor, fold);
        return processor.Line.AsSpan().IsWhiteSpace() ? BlockState.ContinueDiscard : BlockState.Continue;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var fold = (FoldBlock)block;
        if (fold.HasEnded)
        {
            processor.Close(fold);
            return BlockState.None;
        }

        // What stands in listings and comments is no tag; the end of an inner fold is not the end of this one.
        if (processor.CurrentBlock is FencedCodeBlock or CommentBlock || HoldsOpenFold(processor.CurrentBlock, fold))
            return BlockState.Continue;
        if (processor.Line.AsSpan().StartsWith(End, StringComparison.OrdinalIgnoreCase))
        {
            Lines.GoOn(processor, processor.Start + End.Length);
            if (processor.Line.AsSpan().IsWhiteSpace())
                return BlockState.BreakDiscard;
            processor.Close(fold);
            return BlockState.None;
        }

        if (!processor.Line.AsSpan().Contains("<details", StringComparison.OrdinalIgnoreCase))
            CutEnd(processor, fold);
        return BlockState.Continue;
    }

    /// <summary>Takes the end tag off a line that ends with it: <c>Call them.&lt;/details&gt;</c>.</summary>
    private static void CutEnd(BlockProcessor processor, FoldBlock fold)
    {
        var text = processor.Line.AsSpan().TrimEnd();
        if (!text.EndsWith(End, StringComparison.OrdinalIgnoreCase))
            return;
        processor.Line.End = processor.Start + text.Length - End.Length - 1;
        fold.HasEnded = true;
    }

    private static bool HoldsOpenFold(Block? deepest, FoldBlock fold)
    {
        for (var block = deepest; block is not null && block != fold; block = block.Parent)
        {
            if (block is FoldBlock)
                return true;
        }

        return false;
    }

    private static int Depth(BlockProcessor processor)
    {
        var depth = 0;
        for (Block? block = processor.GetCurrentContainerOpened(); block is not null; block = block.Parent)
            depth += block is FoldBlock ? 1 : 0;
        return depth;
    }

    /// <summary>Whether there is an end for each fold that is open, and for one more.</summary>
    private static bool HasEnds(string text, int from, int wanted)
    {
        for (; wanted > 0 && from >= 0; wanted--)
            from = text.IndexOf(End, from, StringComparison.OrdinalIgnoreCase) is var at and >= 0 ? at + End.Length : -1;
        return from >= 0;
    }

    private static int Rest(BlockProcessor processor) => Math.Max(0, processor.Line.End - processor.Start + 1);

    [GeneratedRegex(@"\G<details(\s+open)?\s*>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Open();
}
