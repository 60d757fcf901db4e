using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>A step as it stands in the file, before its attributes are looked at.</summary>
internal sealed record StepDraft
{
    /// <summary>The id as it will be used: the step's own, or one that stands in for a missing or doubled one.</summary>
    public required string Id { get; init; }

    /// <summary>Its kind.</summary>
    public required StepKind Kind { get; init; }

    /// <summary>The fence's language; empty for a manual step.</summary>
    public string Language { get; init; } = "";

    /// <summary>The fence's text, or the item's.</summary>
    public required string Body { get; init; }

    /// <summary>The line the body begins on, from 1.</summary>
    public required int BodyLine { get; init; }

    /// <summary>Its attributes.</summary>
    public required AttributeList Attributes { get; init; }

    /// <summary>The links in a manual step's text.</summary>
    public ImmutableArray<TextLink> Links { get; init; } = [];

    /// <summary>Where it begins.</summary>
    public required SourceLocation At { get; init; }

    /// <summary>What a person reads, when there is no <c>title</c>: a heading or the item's text; null for neither.</summary>
    public string? Title { get; init; }

    /// <summary>The section it stands in.</summary>
    public string SectionId { get; init; } = "";

    /// <summary>The included file that it stands in; null for the runbook itself.</summary>
    public string? Part { get; init; }

    /// <summary>Its id as the included file writes it; null for a step of the runbook itself.</summary>
    public string? IdInPart { get; init; }

    /// <summary>
    /// The step as the runbook has it that includes its file: its id, and the steps of that file that it names, get a prefix.
    /// </summary>
    /// <param name="part">The file.</param>
    /// <param name="prefix">What the ids begin with.</param>
    /// <param name="ids">All ids of the file, as it writes them.</param>
    public StepDraft In(string part, string prefix, IReadOnlySet<string> ids)
    {
        return this with
        {
            Id = Id.Length == 0 ? "" : Prefixed(Id),
            Part = part,
            IdInPart = Id,
            Attributes = Attributes with { Pairs = [.. Attributes.Pairs.Select(InPart)] },
        };

        Pair InPart(Pair pair) => pair.Key switch
        {
            "verify" when ids.Contains(pair.Value) => pair with { Value = Prefixed(pair.Value) },
            "after" => pair with
            {
                Value = string.Join(',', pair.Value.Split(',', StringSplitOptions.TrimEntries)
                    .Select(id => ids.Contains(id) ? Prefixed(id) : id)),
            },
            _ => pair,
        };

        string Prefixed(string id) => $"{prefix}-{id}";
    }

    /// <summary>The attribute with this key; null when there is none. The first one counts.</summary>
    public Pair? Attribute(string key) => Attributes.Pairs.FirstOrDefault(p => p.Key == key);

    /// <summary>The <c>title</c> attribute; null when there is none.</summary>
    public string? StatedTitle => Attribute("title") is { Value.Length: > 0 } title ? title.Value : null;
}
