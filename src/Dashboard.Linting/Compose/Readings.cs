using Dashboard.Core.Runbooks;

namespace Dashboard.Linting.Compose;

/// <summary>
/// What a text of a Compose file can come to mean: as it is written, with the defaults of the runbook's inputs filled in, and with the
/// defaults that stand in the text itself. A rule looks at each, since nobody knows the values of the day.
/// </summary>
internal sealed class Readings(Runbook runbook)
{
    /// <summary>
    /// Texts and defaults that are longer, in characters, have no reading but their own; the shapes of mounts are checked for that.
    /// </summary>
    public const int MaxLength = 1024;

    private const int MaxNesting = 8;

    private readonly Dictionary<string, string> _defaults = runbook.Inputs
        .Where(i => i.Default is { Length: > 0 and <= MaxLength })
        .GroupBy(i => i.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First().Default!, StringComparer.Ordinal);

    /// <summary>The readings of a text; the first is the text itself.</summary>
    public IEnumerable<string> Of(string text) => text.Length <= MaxLength && text.Contains('$', StringComparison.Ordinal)
        ? new[] { text, Fill(text, true, 0), Fill(text, false, 0) }.Distinct(StringComparer.Ordinal)
        : [text];

    private string Fill(string text, bool inputsFirst, int nesting) => nesting >= MaxNesting ? text : Variables.Replace(text, use =>
    {
        var known = _defaults.GetValueOrDefault(use.Name);
        var written = use.Operator is '-' or '+' ? Fill(use.Argument, inputsFirst, nesting + 1) : null;
        return inputsFirst ? known ?? written : written ?? known;
    });
}
