using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Looks at the values of a run: what choices set, and what conditions read.</summary>
internal sealed class ValueChecks
{
    private readonly ImmutableArray<RunbookInput> _inputs;
    private readonly Findings _findings;
    private readonly Dictionary<string, (int Place, Step Step)> _choices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Place, Step Step)> _steps = new(StringComparer.Ordinal);

    /// <param name="drafts">The steps as they stand in the file.</param>
    /// <param name="steps">The same as they were read.</param>
    /// <param name="inputs">The runbook's inputs.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public ValueChecks(IReadOnlyList<StepDraft> drafts, IReadOnlyList<Step> steps, ImmutableArray<RunbookInput> inputs, Findings findings)
    {
        (_inputs, _findings) = (inputs, findings);
        for (var i = 0; i < steps.Count; i++)
        {
            _steps[steps[i].Id] = (i, steps[i]);
            if (steps[i].Choices.Length == 0)
                continue;
            var name = steps[i].ChoiceName;
            if (inputs.Any(input => input.Name == name))
                _findings.Error(DiagnosticCodes.DuplicateInput, drafts[i].At,
                    $"The choice `{steps[i].Id}` sets {name}, and there is an input of that name.", "Give the step another id.");
            else if (InputNames.IsReserved(name))
                _findings.Error(DiagnosticCodes.InputName, drafts[i].At,
                    $"The choice `{steps[i].Id}` would set {name}, which steps rely on.", "Give the step another id.");
            else if (!_choices.TryAdd(name, (i, steps[i])))
                _findings.Error(DiagnosticCodes.DuplicateInput, drafts[i].At,
                    $"Two choices set {name}: `{_choices[name].Step.Id}` and `{steps[i].Id}`.",
                    drafts[i].Part is { } part
                        ? $"Let the runbook choose, above what it includes: a choice of `{part}` sets {name} wherever it is included."
                        : "Give one of them another id.");
        }
    }

    /// <summary>Says what is wrong with a step's condition.</summary>
    public void Check(StepDraft draft)
    {
        if (draft.Attribute("when") is not { } at || _steps[draft.Id] is not { Step.When: { } when, Place: var place })
            return;
        if (_choices.TryGetValue(when.Name, out var choice))
        {
            if (choice.Place >= place)
                _findings.Error(DiagnosticCodes.BadWhen, at.At,
                    $"`{draft.Id}` depends on the choice `{choice.Step.Id}`, which does not stand above it.", "Move the choice up.");
            else if (!choice.Step.Choices.Contains(when.Value))
                _findings.Error(DiagnosticCodes.BadWhen, at.At, $"`{choice.Step.Id}` does not let anybody choose `{when.Value}`.",
                    SpellingSuggestion.Remedy(when.Value, [.. choice.Step.Choices]));
        }
        else if (_inputs.All(i => i.Name != when.Name))
        {
            _findings.Error(DiagnosticCodes.BadWhen, at.At, $"The runbook has neither an input nor a choice {when.Name}.",
                SpellingSuggestion.Remedy(when.Name, [.. _inputs.Select(i => i.Name), .. _choices.Keys]));
        }
    }
}
