using System.Text.RegularExpressions;

namespace Dashboard.Core.Text;

/// <summary>Looks at the regular expressions of a runbook's author.</summary>
internal static class Patterns
{
    /// <summary>No pattern is longer than this, in characters: compiling takes time and memory.</summary>
    public const int MaxLength = 2_000;

    /// <summary>Why the pattern cannot be used; null when it can. Nothing is matched here: whoever matches sets a time limit.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > MaxLength)
            return $"it has {pattern.Length} characters; at most {MaxLength} are read";
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
            return null;
        }
        catch (ArgumentException e)
        {
            return e.Message.TrimEnd('.');
        }
    }
}
