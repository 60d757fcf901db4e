using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Yaml;

/// <summary>
/// Fills in <c>${NAME}</c> in the values of typed checks. It works on scalars that are already read, so that an input can never become
/// YAML syntax, and it is never used on scripts.
/// </summary>
internal sealed partial class Substitution(bool reads, IReadOnlyDictionary<string, string>? values, Findings? findings = null)
{
    private readonly List<(string Name, SourceLocation At)> _names = [];

    /// <summary>For YAML in which <c>${NAME}</c> means nothing.</summary>
    public static Substitution None { get; } = new(false, null);

    /// <summary>The names that were met, each with its place.</summary>
    public IReadOnlyList<(string Name, SourceLocation At)> Names => _names;

    /// <summary>The text with the values in place of the names; unchanged while there are no values.</summary>
    public string Apply(string text, SourceLocation at, Func<string, string>? escape = null)
    {
        if (!reads)
            return text;
        return Variable().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            _names.Add((name, at));
            if (values is null)
                return match.Value;
            if (values.GetValueOrDefault(name) is { Length: > 0 } value)
                return escape is null ? value : escape(value);
            findings?.Error(DiagnosticCodes.UnknownInput, at, $"The input {name} has no value.", $"Fill in {name} when the run is opened.");
            return "";
        });
    }

    /// <summary>Whether the text still waits for values.</summary>
    public bool HasOpen(string text) => reads && values is null && Variable().IsMatch(text);

    /// <summary>The text with a plain letter for each variable, to look at the rest of it.</summary>
    public static string Without(string text) => Variable().Replace(text, "x");

    [GeneratedRegex(@"\$\{([A-Z_][A-Z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
