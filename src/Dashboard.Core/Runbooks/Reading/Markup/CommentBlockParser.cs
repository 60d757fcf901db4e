using Markdig.Parsers;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>
/// Reads comments that begin a line. One that never ends is text: a slip must not hide the rest of a runbook.
/// </summary>
internal sealed class CommentBlockParser : BlockParser
{
    private const string End = "-->";

    public CommentBlockParser() => OpeningCharacters = ['<'];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// &lt;!-- Not shown,
    ///      and neither is this. --&gt;
    /// </code>
    /// </summary>
    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || !processor.Line.AsSpan().StartsWith("<!--", StringComparison.Ordinal))
            return BlockState.None;
        var end = processor.Line.Text.IndexOf(End, processor.Start + 2, StringComparison.Ordinal);
        if (end < 0)
            return BlockState.None;
        var onThisLine = end <= processor.Line.End;
        // What follows on the line is read as a paragraph, in which the comment is a small part.
        if (onThisLine && !IsBlank(processor, end + End.Length))
            return BlockState.None;
        processor.NewBlocks.Push(new CommentBlock(this) { Column = processor.Column, Span = new(processor.Start, end + 2) });
        return onThisLine ? BlockState.BreakDiscard : BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        var at = processor.Line.AsSpan().IndexOf(End, StringComparison.Ordinal);
        if (at < 0)
            return BlockState.ContinueDiscard;
        var after = processor.Start + at + End.Length;
        if (IsBlank(processor, after))
            return BlockState.BreakDiscard;
        Lines.GoOn(processor, after);
        processor.Close(block);
        return BlockState.None;
    }

    private static bool IsBlank(BlockProcessor processor, int from) =>
        from > processor.Line.End || processor.Line.Text.AsSpan(from, processor.Line.End - from + 1).IsWhiteSpace();
}
