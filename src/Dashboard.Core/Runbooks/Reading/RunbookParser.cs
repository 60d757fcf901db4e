using System.Collections.Immutable;
using System.Net;
using Dashboard.Core.Runbooks.Diagnostics;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Reads a runbook from Markdown. Total: any text gives a runbook, and what is wrong with it becomes a diagnostic.</summary>
public static class RunbookParser
{
    /// <summary>No runbook is longer than this, in characters. A longer file gives a runbook with nothing but that diagnostic.</summary>
    public const int MaxLength = 128 * 1024;

    /// <summary>Reads a runbook.</summary>
    /// <param name="path">The file's path below the runbooks folder, with forward slashes: links are relative to it, and its name is the
    /// title of a text that has none.</param>
    /// <param name="text">The Markdown.</param>
    /// <param name="fileProblem">Says what is wrong with a path below the runbooks folder (missing, leaves the folder, a link); null when
    /// it is fine. Keeps this parser free of the disk.</param>
    public static Runbook Parse(string path, string text, Func<string, string?>? fileProblem = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var name = RunbookNames.TitleOf(path);
        var findings = new Findings();
        if (text.Length > MaxLength)
        {
            findings.Error(DiagnosticCodes.TooLong, new(1, 1), $"The file has {text.Length} characters; at most {MaxLength} are read.",
                "Split it, or move data into `files`.");
            return new() { Title = name, Diagnostics = findings.Sorted() };
        }

        var source = new SourceText(text);
        if (source.Text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
            findings.Error(DiagnosticCodes.NotText, source.At(nul), "The file holds a NUL character, so it is not text.",
                "Save it as UTF-8 text.");
        if (RunbookText.StrayByte(source.Text) is { } stray)
        {
            findings.Error(DiagnosticCodes.NotText, source.At(stray.At),
                $"The file is not UTF-8: it holds the byte 0x{stray.Value:X2}, which would run as something other than it shows.",
                "Save it as UTF-8 text.");
        }

        var front = FrontMatter.Split(source, findings);
        var head = new FrontMatterReader(findings, fileProblem).Read(front);
        var runbook = WithDocument(head, front.Markdown, source, path, findings);
        GateChecks.Check(runbook, findings);
        return runbook with { Diagnostics = findings.Sorted() };
    }

    private static Runbook WithDocument(Runbook head, string markdown, SourceText source, string path, Findings findings)
    {
        var name = RunbookNames.TitleOf(path);
        try
        {
            if (BlockBudget.Exceeded(source) is { } much)
            {
                findings.Error(DiagnosticCodes.TooComplex, new(much.Line, 1),
                    $"The file takes too long to read: {char.ToLowerInvariant(much.What[0])}{much.What[1..]}.",
                    "Nest less deeply; split long lists of links with blank lines.");
                return Bare(head, name, markdown);
            }

            var tree = MarkdownText.Parse(markdown);
            if (InlineBudget.Exceeded(tree) is { } line)
            {
                findings.Error(DiagnosticCodes.TooComplex, new(line + 1, 1),
                    "The file takes too long to read from this paragraph on: it has too many brackets, stars, backticks or bars, or its "
                        + "tables have too many cells.",
                    "Split the paragraph or table with blank lines, or move it into a code block or a file of its own.");
            }

            var title = head.Title.Length > 0 ? head.Title : FirstHeading(tree) ?? name;
            var links = LinkReader.Read(tree, path, source);
            var (blocks, drafts, sections, anchors) = DocumentReader.Read(tree, source, title, findings);
            var steps = StepReader.Read(drafts, head, findings);
            return head with
            {
                Title = title,
                Steps = steps,
                Sections = sections,
                Document = WithGates(blocks, steps),
                Links = links,
                Anchors = anchors,
            };
        }
        catch (Exception e)
        {
            // Markdig refuses nesting beyond its limit by an exception, and promises no type for it. The text is shown as it is.
            findings.Error(DiagnosticCodes.NotMarkdown, new(1, 1), $"The file cannot be rendered: {e.Message}",
                "Nest lists and quotes less deeply.");
            return Bare(head, name, markdown);
        }
    }

    private static Runbook Bare(Runbook head, string name, string markdown) => head with
    {
        Title = head.Title.Length > 0 ? head.Title : name,
        Document = [new DocumentBlock.Prose($"<pre>{WebUtility.HtmlEncode(markdown)}</pre>\n")],
    };

    private static string? FirstHeading(MarkdownDocument tree) =>
        tree.OfType<HeadingBlock>().Select(h => HeadingText.Of(h).Text).FirstOrDefault(text => text.Length > 0);

    /// <summary>Puts each gate before the first step that it unlocks.</summary>
    private static ImmutableArray<DocumentBlock> WithGates(ImmutableArray<DocumentBlock> blocks, ImmutableArray<Step> steps)
    {
        var first = steps.Where(s => s.GateId is not null && s.Kind.NeedsApproval())
            .GroupBy(s => s.GateId!)
            .ToDictionary(g => g.First().Id, g => g.Key);
        return [.. blocks.SelectMany(b => b is DocumentBlock.StepPlace place && first.TryGetValue(place.StepId, out var gate)
            ? new DocumentBlock[] { new DocumentBlock.GatePlace(gate), b }
            : [b])];
    }
}
