using System.Text.RegularExpressions;

namespace Dashboard.Linting.Adopt;

/// <summary>What the headings above a place say of it.</summary>
/// <param name="Nearest">The nearest one; null when there is none.</param>
/// <param name="Rollback">The line of the heading that begins a rollback; null outside of one.</param>
/// <param name="IsOptional">Whether one of them says that not everybody does what stands below it.</param>
internal sealed partial record HeadingPath(string? Nearest, int? Rollback, bool IsOptional)
{
    /// <summary>Whether a heading begins a rollback.</summary>
    public static bool RollsBack(string heading) => BackWords().IsMatch(heading);

    /// <summary>Whether what stands below a heading is done on some hosts, or in some cases, only.</summary>
    public static bool MayBeLeftOut(string heading) => CaseWords().IsMatch(heading);

    [GeneratedRegex(@"\b(?:roll(?:ing)?[ -]?back|rollback|revert(?:ing)?|back(?:ing)?[ -]?out|undo(?:ing)?|fall[ -]?back)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex BackWords();

    [GeneratedRegex(@"\boptional\b|\btrouble ?shooting\b|\balternative|\bappendix\b|\bfaq\b|\bif (?:it|something|this|that|the)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CaseWords();
}
