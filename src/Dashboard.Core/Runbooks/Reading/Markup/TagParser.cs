using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>
/// Reads comments, and the few tags without attributes that an author may write in a line. All other HTML is text, and so is a tag that is
/// never closed.
/// </summary>
internal sealed partial class TagParser : InlineParser
{
    private static readonly object Key = new();
    private static readonly FrozenSet<string> Paired =
        new[] { "kbd", "sub", "sup", "b", "strong", "i", "em", "code" }.ToFrozenSet(StringComparer.Ordinal);

    public TagParser() => OpeningCharacters = ['<'];

    /// <summary>Reads, for example, <c>&lt;kbd&gt;Ctrl&lt;/kbd&gt;</c>, <c>one&lt;br&gt;two</c>, <c>&lt;!-- not shown --&gt;</c>.</summary>
    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (Tag().Match(slice.Text, slice.Start, slice.End - slice.Start + 1) is not { Success: true } tag)
            return Comment(processor, ref slice);
        var (name, isEnd) = (tag.Groups[2].Value.ToLowerInvariant(), tag.Groups[1].Length > 0);
        LeafInline? read = name switch
        {
            "br" when !isEnd => new TagInline(name, isEnd: false),
            "summary" when isEnd && processor.Block is SummaryBlock => new SummaryEndInline(),
            _ when Paired.Contains(name) && tag.Groups[3].Length == 0 => Pair(processor.Block!, name, isEnd, slice),
            _ => null,
        };
        if (read is null)
            return false;
        Push(processor, ref slice, tag.Length, read);
        return true;
    }

    /// <summary>An opening tag with an end behind it, or the end of one that was opened.</summary>
    private static TagInline? Pair(Block block, string name, bool isEnd, StringSlice slice)
    {
        if (block.GetData(Key) is not Dictionary<string, int> open)
            block.SetData(Key, open = new(StringComparer.Ordinal));
        var depth = open.GetValueOrDefault(name);
        if (isEnd ? depth == 0 : !slice.AsSpan().Contains($"</{name}>", StringComparison.OrdinalIgnoreCase))
            return null;
        open[name] = depth + (isEnd ? -1 : 1);
        return new(name, isEnd);
    }

    private static bool Comment(InlineProcessor processor, ref StringSlice slice)
    {
        var text = slice.AsSpan();
        if (!text.StartsWith("<!--", StringComparison.Ordinal))
            return false;
        var end = text[2..].IndexOf("-->", StringComparison.Ordinal);
        if (end < 0)
            return false;
        Push(processor, ref slice, end + 5, new CommentInline());
        return true;
    }

    private static void Push(InlineProcessor processor, ref StringSlice slice, int length, LeafInline inline)
    {
        var start = processor.GetSourcePosition(slice.Start, out var line, out var column);
        inline.Span = new(start, start + length - 1);
        (inline.Line, inline.Column) = (line, column);
        processor.Inline = inline;
        slice.Start += length;
    }

    [GeneratedRegex(@"\G<(/?)([A-Za-z]{1,10})[ \t]{0,9}(/?)>", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
