using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Core.Text;

namespace Dashboard.Linting.Rules;

/// <summary>Finds prose that tries to style or extend the page. It has no effect, but a reviewer should know about it.</summary>
internal static partial class ProseRules
{
    /// <summary>What is wrong, in the order of the lines.</summary>
    public static IEnumerable<Diagnostic> Check(Runbook runbook, RunbookLines lines)
    {
        var ends = runbook.Steps.Where(s => s.Kind == StepKind.Manual).Select(s => s.Line).ToHashSet();
        var underlined = lines.Prose.Where(l => Underline().IsMatch(l.Text)).Select(l => l.Number - 1).ToHashSet();
        var open = false;
        foreach (var line in lines.Prose)
        {
            open = (open && !string.IsNullOrWhiteSpace(line.Text)) || ends.Contains(line.Number);
            if (Attempt(Meant(line.Text, open, underlined.Contains(line.Number))) is { } attempt)
                yield return attempt.Finding(line.Number);
        }

        foreach (var line in lines.Prose.Concat(lines.Listings))
        {
            foreach (var odd in OddCharacters.Find(line.Text, TextUse.Prose))
                yield return Hidden(odd, (line.Number, odd.Index + 1));
        }

        foreach (var odd in Written(runbook, lines))
            yield return Hidden(odd, lines.Locate("&", 1));
    }

    /// <summary>Hidden characters that stand in the file as entities: <c>&amp;#x202E;</c>.</summary>
    private static IEnumerable<OddCharacter> Written(Runbook runbook, RunbookLines lines) => runbook.Document.OfType<DocumentBlock.Prose>()
        .Select(p => WebUtility.HtmlDecode(p.Html))
        .SelectMany(text => OddCharacters.Find(text, TextUse.Prose)
            .Where(o => !lines.Prose.Concat(lines.Listings)
                .Any(l => l.Text.Contains(text.Substring(o.Index, o.Length), StringComparison.Ordinal))))
        .Take(1);

    /// <summary>The line without code spans, and without the braces that headings and manual steps end with.</summary>
    private static string Meant(string line, bool isManual, bool isHeading)
    {
        var text = Code().Replace(line, code => new string(' ', code.Length));
        return isHeading || line.TrimStart().StartsWith('#')
            ? HeadingAttributes.Of(line, new(1, 1)) is { } attributes ? text[..(attributes.At.Column - 1)] : Anchor().Replace(text, "")
            : isManual
            ? text[..(text.TrimEnd().EndsWith('}') ? text.LastIndexOf('{') : text.Length)] : text;
    }

    private static Found? Attempt(string text) =>
        Braces().Match(text) is { Success: true } braces
            ? new(braces, "Prose cannot have classes, ids or styles; the braces are shown as text.",
                "Remove them, or write them as `code`.")
        : Markup().Match(text) is { Success: true } markup
            ? new(markup, "Prose cannot contain HTML; it is shown as text.", "Write Markdown, or write it as `code`.")
        : Address().Match(text) is { Success: true } link
            ? new(link, "Links may point only to http, https and mailto addresses, and to anchors on this page.", "Remove the link.")
        : null;

    private static Diagnostic Hidden(OddCharacter odd, (int Line, int Column) at) => new(
        LintCodes.HiddenInProse, DiagnosticSeverity.Warning, at.Line, at.Column,
        $"The prose contains {odd.Code} ({odd.Words}), which is invisible or looks like something else.", "Delete it, or retype the word.");

    [GeneratedRegex("`+[^`]*`+", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    /// <summary>What stands below a heading without <c>#</c>.</summary>
    [GeneratedRegex(@"\A {0,3}(?:=+|-+)[ \t]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Underline();

    [GeneratedRegex(@"\{#[A-Za-z0-9][A-Za-z0-9_.-]{0,99}\}\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Anchor();

    // {.gate-bar .is-open}  {#run-main}  {style="position:fixed"}; a template's {{.Name}} is something else.
    [GeneratedRegex(@"(?<![{\\])\{:?[ \t]{0,9}(?:[.#][A-Za-z_-]|(?:style|class|id|role|hidden|tabindex|accesskey|on[a-z]{2,20}"
        + @"|aria-[a-z]{2,20}|data-[a-z]{2,20})[ \t]{0,9}=)[^{}]{0,300}\}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Braces();

    // Elements that act, and attributes that would place, style or name an element.
    [GeneratedRegex(@"<(?:/?(?:script|style|iframe|frame|frameset|object|embed|applet|form|input|button|select|textarea|dialog|svg"
        + @"|math|link|meta|base|template|slot|video|audio|portal|marquee)\b"
        + @"|[A-Za-z][A-Za-z0-9-]{0,30}\s(?:[^<>]{0,300}\s)?(?:style|class|id|role|tabindex|accesskey|autofocus|contenteditable"
        + @"|popover|slot|is|on[a-z]{2,20}|aria-[a-z]{2,20}|data-[a-z]{2,20})\b)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Markup();

    [GeneratedRegex(@"(?:\]\(|\]:[ \t]{0,9}|<)[ \t]{0,9}<?(?:javascript|vbscript|data|file|blob|about)(?::|&colon;|&#)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    private sealed record Found(Match Match, string Message, string Remedy)
    {
        public Diagnostic Finding(int line) =>
            new(LintCodes.ProseAttributes, DiagnosticSeverity.Warning, line, Match.Index
                + 1, $"`{Match.Value.Replace('`', ' ')}`: {Message}", Remedy);
    }
}
