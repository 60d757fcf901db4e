using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Looks at the values of a run: what choices and steps set, and what conditions and other steps read.</summary>
internal sealed class ValueChecks
{
    private readonly IReadOnlyList<Step> _all;
    private readonly ImmutableArray<RunbookInput> _inputs;
    private readonly Findings _findings;
    private readonly Dictionary<string, (int Place, Step Step)> _choices = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Place, Step Step)> _steps = new(StringComparer.Ordinal);
    private readonly HashSet<string> _repeated;
    private readonly Dictionary<string, List<int>> _writers = new(StringComparer.Ordinal);

    /// <param name="drafts">The steps as they stand in the file.</param>
    /// <param name="steps">The same as they were read.</param>
    /// <param name="inputs">The runbook's inputs.</param>
    /// <param name="sections">The sections.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public ValueChecks(IReadOnlyList<StepDraft> drafts, IReadOnlyList<Step> steps, ImmutableArray<RunbookInput> inputs,
        ImmutableArray<Section> sections, Findings findings)
    {
        _repeated = sections.Where(s => s.Each is not null).Select(s => s.Id).ToHashSet(StringComparer.Ordinal);
        (_all, _inputs, _findings) = (steps, inputs, findings);
        for (var i = 0; i < steps.Count; i++)
        {
            _steps[steps[i].Id] = (i, steps[i]);
            foreach (var output in steps[i].Outputs)
                Writes(output, i, drafts[i]);
            if (steps[i].Choices.Length > 0)
                Chooses(steps[i], i, drafts[i]);
        }

        foreach (var (name, (place, choice)) in _choices.Where(c => _writers.ContainsKey(c.Key)))
            findings.Error(DiagnosticCodes.DuplicateInput, drafts[place].At,
                $"The choice `{choice.Id}` sets {name}, and `{steps[_writers[name][0]].Id}` writes a value of that name.",
                "Give one of them another name.");
    }

    /// <summary>The names of all values: inputs, choices, and what steps write.</summary>
    public IReadOnlyCollection<string> Names => [.. _inputs.Select(i => i.Name), .. _choices.Keys, .. _writers.Keys];

    /// <summary>Whether a step can read a value of that name: in a repeated section, also the one that it is repeated for.</summary>
    public bool Has(StepDraft draft, string name) =>
        Names.Contains(name) || (name == Repeat.Variable && _repeated.Contains(draft.SectionId));

    /// <summary>The ids of the steps above a step that write values which its text names. A rollback waits for none.</summary>
    /// <param name="place">The step's place among all.</param>
    public ImmutableArray<string> Needs(int place) => _writers.Count == 0 || _all[place].Kind == StepKind.Rollback
        ? []
        : [.. _writers.Where(w => w.Value[0] < place && Mentions(_all[place], w.Key))
            .SelectMany(w => w.Value).Where(at => at < place).Distinct().Order().Select(at => _all[at].Id)];

    /// <summary>Says what is wrong with a step's condition.</summary>
    public void Check(StepDraft draft)
    {
        if (draft.Attribute("when") is not { } at || _steps[draft.Id] is not { Step.When: { } when, Place: var place })
            return;
        if (_choices.TryGetValue(when.Name, out var choice))
        {
            if (choice.Place >= place)
                Late(at.At, draft.Id, $"the choice `{choice.Step.Id}`", "Move the choice up.");
            else if (!choice.Step.Choices.Contains(when.Value))
                _findings.Error(DiagnosticCodes.BadWhen, at.At, $"`{choice.Step.Id}` does not let anybody choose `{when.Value}`.",
                    SpellingSuggestion.Remedy(when.Value, [.. choice.Step.Choices]));
        }
        else if (_writers.TryGetValue(when.Name, out var writers))
        {
            if (writers[0] >= place)
                Late(at.At, draft.Id, $"the step `{_all[writers[0]].Id}`", "Move the step that writes it up.");
        }
        else if (when.Name == Repeat.Variable && _repeated.Contains(draft.SectionId))
        {
            // Any value may be in the list.
        }
        else if (_inputs.FirstOrDefault(i => i.Name == when.Name) is { } input)
        {
            if (input.Type == InputKind.Secret)
                _findings.Error(DiagnosticCodes.BadWhen, at.At, $"{when.Name} is a secret, and a condition would tell of its value.",
                    "Ask for something else, in an input of its own.");
            else if (when.Value.Length > 0 && InputValues.Problem(input, when.Value) is { } problem)
                _findings.Error(DiagnosticCodes.BadWhen, at.At, $"{when.Name} can never be `{when.Value}`: {problem}",
                    SpellingSuggestion.Remedy(when.Value, [.. input.Options]));
        }
        else
        {
            _findings.Error(DiagnosticCodes.BadWhen, at.At, $"The runbook has neither an input nor a choice {when.Name}.",
                SpellingSuggestion.Remedy(when.Name, Names));
        }
    }

    private void Late(SourceLocation at, string id, string what, string remedy) =>
        _findings.Error(DiagnosticCodes.BadWhen, at, $"`{id}` depends on {what}, which does not stand above it.", remedy);

    private void Writes(RunbookInput output, int place, StepDraft draft)
    {
        if (!_writers.TryGetValue(output.Name, out var places))
            _writers.Add(output.Name, places = []);
        // What one time of a part wrote must not be what another one goes back to.
        if (draft.Part is not null
            && places.Select(at => _all[at]).FirstOrDefault(s => s.Part == draft.Part && s.IdInPart == draft.IdInPart) is { } other)
            _findings.Error(DiagnosticCodes.DuplicateInput, draft.Attribute("outputs")!.At,
                $"Two includes write {output.Name}: `{other.Id}` and `{draft.Id}`.",
                "Include the file once, in a section with `for-each`: there each time has values of its own.");
        places.Add(place);
        if (output.Default is not null)
            _findings.Error(DiagnosticCodes.DuplicateInput, draft.Attribute("outputs")!.At,
                $"`{draft.Id}` writes {output.Name}, and the input of that name has a default.", "Leave the default out.");
    }

    private void Chooses(Step step, int place, StepDraft draft)
    {
        var name = step.ChoiceName;
        if (_inputs.Any(input => input.Name == name))
            _findings.Error(DiagnosticCodes.DuplicateInput, draft.At,
                $"The choice `{step.Id}` sets {name}, and there is an input of that name.", "Give the step another id.");
        else if (InputNames.IsReserved(name))
            _findings.Error(DiagnosticCodes.InputName, draft.At,
                $"The choice `{step.Id}` would set {name}, which steps rely on.", "Give the step another id.");
        else if (!_choices.TryAdd(name, (place, step)))
            _findings.Error(DiagnosticCodes.DuplicateInput, draft.At,
                $"Two choices set {name}: `{_choices[name].Step.Id}` and `{step.Id}`.",
                draft.Part is { } part
                    ? $"Let the runbook choose, above what it includes: a choice of `{part}` sets {name} wherever it is included."
                    : "Give one of them another id.");
    }

    // As a whole word: a script reads `$NAME`, a check `${NAME}`, another language whatever it does.
    private static bool Mentions(Step step, string name) =>
        Regex.IsMatch(step.Body, $"(?<![A-Za-z0-9_]){name}(?![A-Za-z0-9_])", RegexOptions.CultureInvariant);
}
