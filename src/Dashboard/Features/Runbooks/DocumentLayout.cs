using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Features.Runbooks;

/// <summary>A piece of the page that shows a runbook.</summary>
public abstract record LayoutItem
{
    private LayoutItem()
    {
    }

    /// <summary>The place of a heading that is not shown, because the page has it as its own: links still lead there.</summary>
    public sealed record Place(string Anchor) : LayoutItem;

    /// <summary>A heading that stands for itself.</summary>
    public sealed record Title(DocumentBlock.Heading Heading) : LayoutItem;

    /// <summary>Where a file is included.</summary>
    public sealed record PartItem(DocumentBlock.PartPlace Part) : LayoutItem;

    /// <summary>Prose between cards.</summary>
    public sealed record Text(string Html) : LayoutItem;

    /// <summary>A step, with the prose that introduces it below a heading of its own name.</summary>
    public sealed record StepItem(Step Step, string? Anchor, ImmutableArray<string> Intro) : LayoutItem;

    /// <summary>A gate.</summary>
    public sealed record GateItem(Gate Gate) : LayoutItem;
}

/// <summary>Lays a document out: nothing is shown twice, and the prose that introduces a step is part of its card.</summary>
public static class DocumentLayout
{
    /// <summary>The items, in the order of the document.</summary>
    public static ImmutableArray<LayoutItem> Of(Runbook runbook)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        var items = ImmutableArray.CreateBuilder<LayoutItem>();
        var blocks = runbook.Document;
        for (var i = 0; i < blocks.Length; i++)
        {
            switch (blocks[i])
            {
                // ### The CA key is private
                // Why this matters.
                // ```bash {#ca-key .preflight}      the step takes its title from the heading
                // The gate that stands before the step stands before its card: what introduces a step is not torn off from it.
                case DocumentBlock.Heading { Level: >= 3 } heading when Introduced(runbook, heading, i) is { } at:
                    items.AddRange(blocks[i..at].OfType<DocumentBlock.GatePlace>().Select(g => runbook.FindGate(g.GateId)).OfType<Gate>()
                        .Select(g => new LayoutItem.GateItem(g)));
                    items.Add(new LayoutItem.StepItem(
                        runbook.FindStep(((DocumentBlock.StepPlace)blocks[at]).StepId)!, heading.Anchor,
                        [.. blocks[i..at].OfType<DocumentBlock.Prose>().Select(p => p.Html)]));
                    i = at;
                    break;
                case DocumentBlock.Heading heading when heading.Level == 1 && heading.Text == runbook.Title:
                    items.Add(new LayoutItem.Place(heading.Anchor));
                    break;
                case DocumentBlock.Heading heading:
                    items.Add(new LayoutItem.Title(heading));
                    break;
                case DocumentBlock.PartPlace part:
                    items.Add(new LayoutItem.PartItem(part));
                    break;
                case DocumentBlock.Prose prose:
                    items.Add(new LayoutItem.Text(prose.Html));
                    break;
                case DocumentBlock.StepPlace place when runbook.FindStep(place.StepId) is { } step:
                    items.Add(new LayoutItem.StepItem(step, place.Anchor, []));
                    break;
                case DocumentBlock.GatePlace place when runbook.FindGate(place.GateId) is { } gate:
                    items.Add(new LayoutItem.GateItem(gate));
                    break;
            }
        }

        return items.ToImmutable();
    }

    /// <summary>The place of the step that bears the heading's name, when only prose and gates lie between; else null.</summary>
    private static int? Introduced(Runbook runbook, DocumentBlock.Heading heading, int at)
    {
        var next = at + 1;
        while (next < runbook.Document.Length && runbook.Document[next] is DocumentBlock.Prose or DocumentBlock.GatePlace)
            next++;
        return next < runbook.Document.Length && runbook.Document[next] is DocumentBlock.StepPlace { Anchor: null } place
            && runbook.FindStep(place.StepId)?.Title == heading.Text ? next : null;
    }
}
