using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Gates;

/// <summary>What a run's inputs must be. The same rules serve the form and the engine.</summary>
public static class InputRules
{
    /// <summary>No input is longer than this, in characters: it must fit into a process's environment.</summary>
    public const int MaxLength = 32 * 1024;

    /// <summary>What is wrong with a value, saying what to write instead; null when it is fine.</summary>
    public static string? Problem(RunbookInput input, string? value)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (string.IsNullOrEmpty(value))
            return input.Required ? $"{input.Name} is required: {input.Description}" : null;
        if (value.Contains('\0', StringComparison.Ordinal))
            return $"{input.Name} holds a NUL character, which no environment variable can.";
        if (value.Length > MaxLength)
            return $"{input.Name} has {value.Length} characters; at most {MaxLength} are allowed.";
        if (input.Pattern is null)
            return null;
        try
        {
            return Regex.IsMatch(value, $@"\A(?:{input.Pattern})\z", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))
                ? null
                : $"{input.Name} must match {input.Pattern}";
        }
        catch (Exception e) when (e is RegexMatchTimeoutException or ArgumentException)
        {
            return $"{input.Name} could not be compared with {input.Pattern}: {e.Message}";
        }
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
