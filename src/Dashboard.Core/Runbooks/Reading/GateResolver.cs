using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Finds the gate that covers a step: the one it names, else for a changing step the only gate that unlocks its kind, and for a rollback
/// the gate of the nearest mutating step before it. Asked for the steps in the order of the document.
/// </summary>
internal sealed class GateResolver(ImmutableArray<Gate> gates, Findings findings)
{
    private string? _lastMutating;

    /// <summary>The gate's id; null when the step has none.</summary>
    public string? Of(StepDraft draft)
    {
        var gate = draft.Attribute("gate") is { } named ? Named(draft, named) : Implied(draft);
        if (draft.Kind == StepKind.Mutating)
            _lastMutating = gate ?? _lastMutating;
        return gate;
    }

    private string? Named(StepDraft draft, Pair named)
    {
        if (gates.FirstOrDefault(g => g.Id == named.Value) is not { } gate)
        {
            findings.Error(DiagnosticCodes.UnknownGate, named.At, $"Unknown gate `{named.Value}`.",
                SpellingSuggestion.Remedy(named.Value, [.. gates.Select(g => g.Id)]));
            return null;
        }

        var unlocks = draft.Kind switch
        {
            StepKind.Mutating or StepKind.Rollback => StepKind.Mutating,
            StepKind.Destructive => StepKind.Destructive,
            _ => gate.Unlocks,
        };
        if (gate.Unlocks == unlocks)
            return gate.Id;
        findings.Error(DiagnosticCodes.WrongGate, named.At,
            $"The gate `{gate.Id}` unlocks {gate.Unlocks.DisplayName()} steps, and this step is {draft.Kind.DisplayName()}.",
            $"Name a gate that unlocks {unlocks.DisplayName()} steps.");
        return null;
    }

    private string? Implied(StepDraft draft)
    {
        if (draft.Kind == StepKind.Rollback && _lastMutating is not null)
            return _lastMutating;
        var kind = draft.Kind == StepKind.Rollback ? StepKind.Mutating : draft.Kind;
        if (!kind.NeedsApproval())
            return null;
        var fitting = gates.Where(g => g.Unlocks == kind).ToArray();
        switch (fitting.Length)
        {
            case 1:
                return fitting[0].Id;
            case 0:
                findings.Error(DiagnosticCodes.NoGate, draft.At, $"No gate covers this {draft.Kind.DisplayName()} step.",
                    $"Declare a gate with `unlocks: {kind.DisplayName()}` below `gates:` in the front matter.");
                return null;
            default:
                findings.Error(DiagnosticCodes.AmbiguousGate, draft.At,
                    $"{fitting.Length} gates unlock {kind.DisplayName()} steps, and this step names none.",
                    $"Add `gate=ID`, one of: {string.Join(", ", fitting.Select(g => g.Id))}.");
                return null;
        }
    }
}
