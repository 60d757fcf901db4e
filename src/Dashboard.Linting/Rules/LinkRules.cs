using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>Finds links that lead to no runbook and no heading.</summary>
internal static class LinkRules
{
    /// <summary>How many of a file are reported: more is a file that was moved.</summary>
    private const int Most = 100;

    /// <summary>What is wrong, in the order of the document. A document that is no runbook may link to what it likes.</summary>
    public static IEnumerable<Diagnostic> Check(LintSubject subject)
    {
        if (subject.Runbook.Steps.IsEmpty && subject.Runbook.Gates.IsEmpty)
            return [];
        return subject.Runbook.Links.Select(link => (link, Problem: Problem(subject, link))).Where(l => l.Problem is not null).Take(Most)
            .Select(l => Finding(l.link, l.Problem!.Value.What, l.Problem.Value.Remedy));
    }

    private static Diagnostic Finding(DocumentLink link, string what, string remedy) => new(LintCodes.LinkToNothing,
        DiagnosticSeverity.Warning, link.Line, link.Column, $"The link to `{link.Address}` leads nowhere: {what}.", remedy)
    {
        File = link.Part,
    };

    private static (string What, string Remedy)? Problem(LintSubject subject, DocumentLink link)
    {
        if (link.Path is null)
            return ("it leaves the runbooks folder", "Link to a file below the runbooks folder, or write the whole address.");
        var isOwn = link.Path.Length == 0 || link.Path == subject.Path;
        if (!isOwn && !subject.Exists(link.Path))
            return ($"the runbooks folder has no file `{link.Path}`", "Correct the path; it is relative to this file.");
        if (link.Anchor is not { } anchor || (isOwn ? subject.Runbook.Anchors.Contains(anchor) : subject.HasHeading(link.Path, anchor)))
            return null;
        return (isOwn ? $"this page has no heading `#{anchor}`" : $"`{link.Path}` has no heading `#{anchor}`",
            isOwn && SpellingSuggestion.To(anchor, subject.Runbook.Anchors.Order(StringComparer.Ordinal).Take(Most)) is { } near
                ? $"Write `#{near}`."
                : "Write the heading's text in small letters, with hyphens for spaces; or give it an anchor, `{#name}`.");
    }
}
