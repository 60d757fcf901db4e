using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Adopt;

/// <summary>A first runbook that was made of a document.</summary>
public sealed record Adoption
{
    /// <summary>The draft: the document's own text, with steps, ids, inputs and gates added. The document itself when nothing
    /// was.</summary>
    public required string Text { get; init; }

    /// <summary>What the draft says.</summary>
    public required Runbook Runbook { get; init; }

    /// <summary>What a person has to look at, in the order of the document.</summary>
    public required ImmutableArray<AdoptionDoubt> Doubts { get; init; }

    /// <summary>What the linter still finds in the draft, by the draft's lines.</summary>
    public required ImmutableArray<Diagnostic> Findings { get; init; }

    /// <summary>Whether anything was made of the document: false for a runbook, and for a text without commands and boxes.</summary>
    public required bool IsChanged { get; init; }
}
