using Markdig.Extensions.Footnotes;
using Markdig.Parsers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Dashboard.Core.Runbooks.Reading.Markup;

/// <summary>
/// Reads footnotes, and remembers them all: Markdig throws away those that no mark in the text names, and second ones of a name.
/// </summary>
internal sealed class KeepingFootnoteParser : FootnoteParser
{
    private static readonly object Key = new();

    public override BlockState TryOpen(BlockProcessor processor)
    {
        var document = processor.Document;
        if (document.GetData(Key) is null)
        {
            var all = new List<Footnote>();
            document.SetData(Key, all);
            document.ProcessInlinesBegin += (_, _) => all.AddRange(document.OfType<FootnoteGroup>().SelectMany(g => g.OfType<Footnote>()));
        }

        return base.TryOpen(processor);
    }

    /// <summary>Puts back what was thrown away, behind the others.</summary>
    public static void Restore(MarkdownDocument document)
    {
        RestoreInner(document);
        if (document.GetData(Key) is not List<Footnote> { Count: > 0 } all
            || document.OfType<FootnoteGroup>().FirstOrDefault() is not { } group)
            return;
        var order = group.OfType<Footnote>().Select(f => f.Order).DefaultIfEmpty(0).Max();
        foreach (var footnote in all.Where(f => f.Parent is null))
        {
            footnote.Order = ++order;
            group.Add(footnote);
        }
    }

    /// <summary>
    /// A note below a quote, a list or a fold is no footnote to Markdig; one of a single word is the address of a link then, and not shown.
    /// </summary>
    private static void RestoreInner(MarkdownDocument document)
    {
        foreach (var definition in document.Descendants<LinkReferenceDefinition>().ToArray())
        {
            if (definition is FootnoteLinkReferenceDefinition || definition.Label?.StartsWith('^') != true)
                continue;
            var words = new LiteralInline($"[{definition.Label}]: {definition.Url} {definition.Title}".TrimEnd());
            document.Add(new ParagraphBlock { Inline = new ContainerInline().AppendChild(words) });
        }
    }
}
