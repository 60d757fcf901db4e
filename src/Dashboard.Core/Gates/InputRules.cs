using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Gates;

/// <summary>What a run's inputs must be. The same rules serve the form and the engine.</summary>
public static class InputRules
{
    /// <summary>What is wrong with a value, saying what to write instead; null when it is fine.</summary>
    public static string? Problem(RunbookInput input, string? value)
    {
        ArgumentNullException.ThrowIfNull(input);
        return InputValues.Normal(input, value) is not { Length: > 0 } normal
            ? input.Required ? $"{input.Name} is required{(input.Description.Length > 0 ? ": " + input.Description : ".")}" : null
            : InputValues.Problem(input, normal);
    }

    /// <summary>All that is wrong with a run's inputs, unknown names included; empty when they are fine.</summary>
    public static ImmutableArray<LockReason> Problems(ImmutableArray<RunbookInput> inputs, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var known = inputs.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. inputs.Select(i => Problem(i, values.GetValueOrDefault(i.Name))).OfType<string>()
                .Select(problem => new LockReason(LockCode.Invalid, problem, "Change the input.")),
            .. values.Keys.Where(name => !known.Contains(name))
                .Select(name => new LockReason(LockCode.Invalid, $"The runbook has no input {name}.", "Leave it out.")),
        ];
    }
}
