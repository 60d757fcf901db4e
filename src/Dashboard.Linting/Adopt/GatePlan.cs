using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Adopt;

/// <summary>A gate that a draft declares.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">What people read.</param>
/// <param name="Phrase">What they type.</param>
/// <param name="Unlocks">The kind that it unlocks.</param>
/// <param name="After">The steps that must have passed first.</param>
internal sealed record ProposedGate(string Id, string Title, string Phrase, StepKind Unlocks, ImmutableArray<string> After);

/// <summary>Puts gates before the steps that change something.</summary>
internal static class GatePlan
{
    /// <summary>The ids of the gates.</summary>
    public const string Change = "change", Deletion = "deletion", RollbackDeletion = "rollback-deletion";

    /// <summary>The gates that steps need.</summary>
    /// <param name="steps">The steps, in the order of the document.</param>
    /// <param name="title">The document's title.</param>
    /// <param name="name">What phrases begin with, when nothing of the title can be typed everywhere.</param>
    /// <param name="waits">Whether gates wait for checks.</param>
    public static ImmutableArray<ProposedGate> Of(IReadOnlyList<PlannedStep> steps, string title, string name, bool waits)
    {
        var phrase = new[] { StepNames.Phrase(title), StepNames.Phrase(name), "runbook" }.First(p => p.Length > 0);
        var shown = StepNames.Clean(title) is { Length: > 0 and <= 120 } whole && !Core.Text.OddCharacters.Any(whole,
            Core.Text.TextUse.Title)
            ? whole : phrase;
        var gates = ImmutableArray.CreateBuilder<ProposedGate>();
        if (steps.Any(s => s.Kind == StepKind.Mutating))
            gates.Add(new(Change, $"Change: {shown}", $"{phrase}-approved", StepKind.Mutating, []));
        if (steps.Any(s => s is { Kind: StepKind.Destructive, Rollback: null }))
        {
            gates.Add(new(Deletion, $"Delete permanently: {shown}", $"{phrase}-deletion-approved", StepKind.Destructive, waits
                ? [.. steps.TakeWhile(s => s.Kind != StepKind.Destructive || s.Rollback is not null)
                    .Where(s => s is { Kind: StepKind.Smoke, Rollback: null, IsOptional: false }).Select(s => s.Id)]
                : []));
        }

        if (steps.Any(s => s is { Kind: StepKind.Destructive, Rollback: not null }))
        {
            gates.Add(new(RollbackDeletion, $"Delete permanently, after the rollback: {shown}", $"{phrase}-rollback-deletion-approved",
                StepKind.Destructive, [.. steps.TakeWhile(s => s.Kind != StepKind.Destructive || s.Rollback is null)
                    .Where(s => s.Kind == StepKind.Rollback).Select(s => s.Id)]));
        }

        return gates.ToImmutable();
    }
}
