using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>What ids of steps and gates may look like.</summary>
internal static partial class Ids
{
    /// <summary>Says so when an id holds something else than <c>[a-z0-9][a-z0-9-]*</c>, or is longer than 100 characters.</summary>
    public static void Check(string id, SourceLocation at, Findings findings)
    {
        if (id.Length > 100 || !Id().IsMatch(id))
        {
            findings.Error(DiagnosticCodes.BadId, at, $"`{(id.Length > 100 ? id[..100] + "…" : id)}` is not a valid id.",
                "Write small letters, digits and hyphens, beginning with a letter or digit, at most 100, such as `ca-key`.");
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
