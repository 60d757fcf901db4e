using System.Collections.Immutable;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Runs;

/// <summary>Reads what a step wrote for later ones: <c>NAME=value</c> lines.</summary>
public static class StepOutputs
{
    /// <summary>The most bytes that are read.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>
    /// The values as steps get them, those alone that are as they were declared; and the first thing that is wrong, in one sentence.
    /// </summary>
    /// <param name="step">The step, which declares them.</param>
    /// <param name="written">The file's text; null when it could not be read.</param>
    public static (ImmutableSortedDictionary<string, string> Values, string? Problem) Read(Step step, string? written)
    {
        ArgumentNullException.ThrowIfNull(step);
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        if (step.Outputs.IsEmpty)
            return (values.ToImmutable(), null);
        if (written is null)
            return (values.ToImmutable(), "What it wrote to $CUTOVER_OUTPUT could not be read.");
        string? problem = null;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in written.Split('\n').Select(l => l.TrimEnd('\r')).Where(l => l.Trim().Length > 0))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                problem ??= "A line that it wrote to $CUTOVER_OUTPUT is not NAME=value.";
            else if (step.Outputs.All(o => o.Name != line[..at]))
                problem ??= $"It wrote a value {Shown(line[..at])} to $CUTOVER_OUTPUT, which its outputs do not name.";
            else
                given[line[..at]] = line[(at + 1)..];
        }

        foreach (var output in step.Outputs)
        {
            var value = InputValues.Normal(output with { Default = null }, given.GetValueOrDefault(output.Name));
            if (value.Length == 0 || !given.ContainsKey(output.Name))
                problem ??= $"It wrote no value for {output.Name} to $CUTOVER_OUTPUT.";
            else if (InputValues.Problem(output, value) is { } unfit)
                problem ??= $"What it wrote to $CUTOVER_OUTPUT does not fit: {unfit}";
            else
                values[output.Name] = value;
        }

        return (values.ToImmutable(), problem);
    }

    // It may be anything, a secret in the wrong place as well.
    private static string Shown(string name) =>
        name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $"“{name}”" : "of a strange name";
}
