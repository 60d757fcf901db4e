using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Adopt;

/// <summary>Writes what a draft adds to the front matter.</summary>
internal static class FrontMatterDraft
{
    /// <summary>The lines of the YAML, without indentation of their own.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<ProposedInput> inputs, ImmutableArray<ProposedGate> gates)
    {
        if (inputs.Count > 0)
            yield return "inputs:";
        foreach (var input in inputs)
        {
            yield return $"  - name: {input.Name}";
            yield return $"    description: {Quoted(input.Description)}";
            yield return $"    pattern: {Quoted(input.Pattern)}";
            yield return input.Default is { } value ? $"    default: {Quoted(value)}" : "    required: true";
        }

        if (gates.Length > 0)
            yield return "gates:";
        foreach (var gate in gates)
        {
            yield return $"  - id: {gate.Id}";
            yield return $"    title: {Quoted(gate.Title)}";
            yield return $"    phrase: {gate.Phrase}";
            yield return $"    unlocks: {gate.Unlocks.DisplayName()}";
            if (gate.After.Length > 0)
                yield return $"    after: [{string.Join(", ", gate.After)}]";
            if (gate.Unlocks == StepKind.Destructive)
                yield return "    four-eyes: preferred";
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
