using Markdig.Extensions.Footnotes;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Numbers the notes of what a runbook includes behind its own: the page has one list of anchors for them.</summary>
/// <param name="tree">The runbook.</param>
internal sealed class PartFootnotes(MarkdownDocument tree)
{
    private int _notes = Notes(tree).Select(n => n.Order).DefaultIfEmpty(0).Max();
    private int _marks = Notes(tree).SelectMany(n => n.Links).Select(l => l.Index).DefaultIfEmpty(0).Max();

    /// <summary>Numbers the notes of what is included next, in their order.</summary>
    public void GoOn(MarkdownDocument part)
    {
        foreach (var note in Notes(part))
            note.Order = ++_notes;
        var marks = new Dictionary<int, int>();
        foreach (var mark in part.Descendants<FootnoteLink>().Where(l => !l.IsBackLink))
            mark.Index = marks[mark.Index] = ++_marks;
        // The way back has the number of the mark that it leads to; where that is not included, there is no way back.
        foreach (var back in part.Descendants<FootnoteLink>().Where(l => l.IsBackLink).ToArray())
        {
            if (marks.TryGetValue(back.Index, out var mark))
                back.Index = mark;
            else
                back.Remove();
        }
    }

    /// <summary>Takes away the notes that no mark names.</summary>
    public static void RemoveIdle(MarkdownDocument part)
    {
        var named = part.Descendants<FootnoteLink>().Where(l => !l.IsBackLink).Select(l => l.Footnote).ToHashSet();
        foreach (var note in Notes(part).Where(n => !named.Contains(n)).ToArray())
            note.Parent?.Remove(note);
        foreach (var group in part.OfType<FootnoteGroup>().Where(g => g.Count == 0).ToArray())
            part.Remove(group);
    }

    private static IEnumerable<Footnote> Notes(MarkdownDocument document) =>
        document.OfType<FootnoteGroup>().SelectMany(g => g.OfType<Footnote>());
}
