using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>Finds links that lead to no file and no heading, and images that are not shown.</summary>
internal static class LinkRules
{
    /// <summary>How many of a file are reported: more is a file that was moved.</summary>
    private const int Most = 100;

    /// <summary>What is wrong, in the order of the document. A document that is no runbook may link to what it likes.</summary>
    public static IEnumerable<Diagnostic> Check(LintSubject subject)
    {
        if (subject.Runbook.Steps.IsEmpty && subject.Runbook.Gates.IsEmpty)
            return [];
        return Links(subject).Concat(Images(subject));
    }

    private static IEnumerable<Diagnostic> Images(LintSubject subject) => subject.Runbook.ImagePlaces
        .Select(image => (image, Problem: ImageProblem(subject, image))).Where(i => i.Problem is not null).Take(Most)
        .Select(i => new Diagnostic(LintCodes.ImageNotShown, DiagnosticSeverity.Warning, i.image.Line, i.image.Column,
            $"The image `{Short(i.image.Address)}` is not shown: {i.Problem}.",
            "Put a PNG, JPEG, GIF, WebP, AVIF or SVG below the runbooks folder, and write its path, seen from this file."));

    private static string? ImageProblem(LintSubject subject, DocumentLink image) =>
        // An image elsewhere is a link to it, as its words.
        image.Address.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || image.Address.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? null
        : image.Path is not { } path ? "it is no image of the runbooks folder"
        : !subject.Exists(path) ? $"the runbooks folder has no file `{path}`"
        : !subject.Runbook.Images.Contains(image.Address) ? $"a runbook shows {RunbookImage.MostImages} images at most"
        : subject.ImageProblem(path);

    private static string Short(string address) => address.Length <= 100 ? address : address[..100] + "…";

    private static IEnumerable<Diagnostic> Links(LintSubject subject)
    {
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
