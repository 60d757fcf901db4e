using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Bounds how much work the reading of a document's inline marks may be. For each character that may begin a link, an emphasis, a code or a
/// table, the reader looks at what follows, in the worst case to the end of the paragraph; so that many is what each counts. When a
/// document's budget is used up, the rest of its text is shown as it is written. The cells of tables are counted, too: each row is filled
/// up to the widest one, so that a few kilobytes could stand for millions. Work is counted, not timed: a text is read alike on every host.
/// </summary>
internal sealed class InlineBudget : InlineParser, IMarkdownExtension
{
    /// <summary>How much a document may be, in characters looked at. Ten long pages of links are a twentieth of it.</summary>
    public const long Most = 40_000_000;

    /// <summary>
    /// How many cells the tables of a document may have, when each row is as wide as the widest of its table. A row of ten columns for each
    /// of 5,000 hosts.
    /// </summary>
    public const long MostCells = 50_000;

    private static readonly object Key = new();
    private static readonly string[] Addresses = ["http", "www.", "ftp:", "mailto:", "tel:"];

    public InlineBudget() => OpeningCharacters = [.. "[]!*_~^=+`<&|\\{(:\"'hwfmt\n"];

    /// <summary>The first line, from 0, whose marks were not read any more; null when all were.</summary>
    public static int? Exceeded(MarkdownDocument document) => document.GetData(Key) is Spent { Line: >= 0 } spent ? spent.Line : null;

    /// <summary>How much the reading of a document was.</summary>
    public static long Units(MarkdownDocument document) => Cost(document).Units;

    /// <summary>How much the reading of a document was, and how many cells its tables have.</summary>
    public static InlineCost Cost(MarkdownDocument document) =>
        document.GetData(Key) is Spent spent ? new(spent.Units, spent.AllCells) : default;

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (processor.Document.GetData(Key) is not Spent spent)
            processor.Document.SetData(Key, spent = new());
        // Letters cost only where a bare address begins.
        if (char.IsAsciiLetter(slice.CurrentChar) && !BeginsAddress(slice))
            return false;
        if (spent.Line < 0)
        {
            var units = Math.Max(1, slice.End - slice.Start) + spent.Of(processor.Block);
            // The marks of tables and lines are cheap, and a long table has thousands.
            spent.Units += slice.CurrentChar is '|' or '\n' or ':' ? 1 + (units / 8) : units;
            if (spent.Units <= Most && spent.Cells(processor.Block, slice.CurrentChar) <= MostCells)
                return false;
            spent.Line = processor.Block?.Line ?? 0;
        }

        processor.Inline = new LiteralInline(slice);
        slice.Start = slice.End + 1;
        return true;
    }

    private static bool BeginsAddress(StringSlice slice) =>
        Addresses.Any(a => slice.AsSpan().StartsWith(a, StringComparison.OrdinalIgnoreCase));

    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.Insert(0, this);

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
    }

    /// <summary>What was spent on a document.</summary>
    private sealed class Spent
    {
        private Block? _block;
        private Block? _table;
        private long _cellsBefore, _rows, _columns, _widest;
        private int _marks;

        public long Units { get; set; }

        public int Line { get; set; } = -1;

        public long AllCells => _cellsBefore + (_rows * _widest);

        // Marks that were opened wait for their end, and each new one may look through them all.
        public int Of(Block? block)
        {
            if (!ReferenceEquals(block, _block))
                (_block, _marks) = (block, 0);
            return _marks++;
        }

        // Every paragraph with bars may be a table: what it is shows only at its end.
        public long Cells(Block? block, char mark)
        {
            if (!ReferenceEquals(block, _table))
                (_table, _cellsBefore, _rows, _columns, _widest) = (block, _cellsBefore + (_rows * _widest), 1, 0, 0);
            if (mark == '\n')
                (_rows, _columns) = (_rows + 1, 0);
            else if (mark == '|')
                _widest = Math.Max(_widest, ++_columns);
            return _cellsBefore + (_rows * _widest);
        }
    }
}
