using System.Collections.Immutable;
using System.Net;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Reads a runbook from Markdown. Total: any text gives a runbook, and what is wrong with it becomes a diagnostic.</summary>
public static partial class RunbookParser
{
    /// <summary>No runbook is longer than this, in characters. A longer file gives a runbook with nothing but that diagnostic.</summary>
    public const int MaxLength = 128 * 1024;

    /// <summary>Reads a runbook.</summary>
    /// <param name="path">The file's path below the runbooks folder, with forward slashes: links are relative to it, and its name is the
    /// title of a text that has none.</param>
    /// <param name="text">The Markdown.</param>
    /// <param name="fileProblem">Says what is wrong with a path below the runbooks folder (missing, leaves the folder, a link); null when
    /// it is fine. Keeps this parser free of the disk.</param>
    /// <param name="part">Gives the text of a file that is included, by its path below the runbooks folder; asked once for each. Null where
    /// nothing can be included.</param>
    public static Runbook Parse(string path, string text, Func<string, string?>? fileProblem = null, Func<string, PartText>? part = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        var name = MarkdownFile.TitleOf(path);
        var findings = new Findings();
        if (text.Length > MaxLength)
        {
            findings.Add(DiagnosticCodes.TooLong, MayBeRunbook(text) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning, new(1, 1),
                $"The file has {text.Length} characters; at most {MaxLength} are read.", "Split it, or move data into `files`.");
            return new() { Title = name, Diagnostics = findings.Sorted() };
        }

        var source = new SourceText(text);
        CheckText(source, findings);
        var inFront = new Findings();
        var front = FrontMatter.Split(source, inFront);
        var reader = new FrontMatterReader(inFront, fileProblem);
        var head = reader.Read(front);
        var inSteps = new Findings();
        var runbook = WithDocument(head, front.Markdown, source, path, part, findings, inSteps);
        GateChecks.Check(runbook, inSteps);
        // What never asked to be a runbook may say in its front matter whatever others read there, and how they read it.
        if (runbook.Steps.IsEmpty && runbook.Gates.IsEmpty && inSteps.Sorted().IsEmpty && !head.IsPart
            && !DeclaresGates(front.Yaml ?? ""))
            return runbook with { Diagnostics = [.. findings.Sorted().Select(d => d with { Severity = DiagnosticSeverity.Warning })] };
        // What only the including runbook has, or a file that cannot be included, is not missed.
        if (runbook.IsPart || inSteps.Sorted().Any(d => d.Code is DiagnosticCodes.PartProblem or DiagnosticCodes.MisplacedInclude
            or DiagnosticCodes.IncludeAnchor or DiagnosticCodes.TooLong or DiagnosticCodes.TooComplex))
            inSteps.Remove(d => d.Code is DiagnosticCodes.BadVerify or DiagnosticCodes.UnknownAfter or DiagnosticCodes.IdleGate
                or DiagnosticCodes.DeadGate or DiagnosticCodes.DeadStep or DiagnosticCodes.BadWhen);
        if (runbook.IsPart || reader.Unsure.Contains("gates"))
            inSteps.Remove(d => d.Code is DiagnosticCodes.NoGate or DiagnosticCodes.AmbiguousGate or DiagnosticCodes.UnknownGate
                or DiagnosticCodes.WrongGate or DiagnosticCodes.IdleGate or DiagnosticCodes.UnknownAfter or DiagnosticCodes.DeadGate
                or DiagnosticCodes.DeadStep);
        if (runbook.IsPart || reader.Unsure.Contains("inputs"))
            inSteps.Remove(d => d.Code is DiagnosticCodes.UnknownInput or DiagnosticCodes.BadWhen);
        findings.Add(inFront.Sorted());
        findings.Add(inSteps.Sorted());
        return runbook with { Diagnostics = findings.Sorted() };
    }

    /// <summary>Says what makes a file no text.</summary>
    internal static void CheckText(SourceText source, Findings findings)
    {
        if (source.Text.IndexOf('\0', StringComparison.Ordinal) is var nul and >= 0)
            findings.Error(DiagnosticCodes.NotText, source.At(nul), "The file holds a NUL character, so it is not text.",
                "Save it as UTF-8 text.");
        if (RunbookText.StrayByte(source.Text) is { } stray)
        {
            findings.Error(DiagnosticCodes.NotText, source.At(stray.At),
                $"The file is not UTF-8: it holds the byte 0x{stray.Value:X2}, which would run as something other than it shows.",
                "Save it as UTF-8 text.");
        }
    }

    /// <summary>Whether a text that is too long to be read holds anything that would make it a runbook.</summary>
    private static bool MayBeRunbook(string text) => DeclaresGates(text) || StepMark().IsMatch(text);

    private static bool DeclaresGates(string yaml) => GatesKey().IsMatch(yaml);

    [GeneratedRegex(@"^gates[ \t]*:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex GatesKey();

    [GeneratedRegex(@"\{[^{}\r\n]*(?:#|\.(?:preflight|mutating|smoke|rollback|destructive)\b)", RegexOptions.CultureInvariant)]
    private static partial Regex StepMark();

    private static Runbook WithDocument(Runbook head, string markdown, SourceText source, string path,
        Func<string, PartText>? part, Findings findings, Findings inSteps)
    {
        var name = MarkdownFile.TitleOf(path);
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
                TooManyMarks(findings, new(line + 1, 1));

            var title = head.Title.Length > 0 ? head.Title : FirstHeading(tree, source) ?? name;
            var links = LinkReader.Read(tree, path, source);
            var parts = new PartReader(path, source.Text.Length, tree, part, inSteps);
            var document = DocumentReader.Read(tree, source, title, parts, inSteps);
            var steps = StepReader.Read(document.Steps, head, document.Sections, inSteps);
            var read = head with
            {
                Title = title,
                Steps = steps,
                IsConditional = steps.Any(s => s.Optional || s.When is not null),
                Sections = document.Sections,
                Document = WithGates(document.Blocks, steps),
                Images =
                [
                    .. ImageReferences.Of(tree).Concat(document.Images).Distinct(StringComparer.Ordinal).Take(RunbookImage.MostImages),
                ],
                ImagePlaces = ImageReferences.Places(tree, path, source),
                Links = [.. links, .. document.Links],
                Anchors = document.Anchors,
                Parts = parts.Parts,
            };
            // The lists are inputs of the runbook that includes a part.
            return read.IsPart ? read : RepeatChecks.Check(read, document.Each, inSteps);
        }
        catch (Exception e)
        {
            // Markdig refuses nesting beyond its limit by an exception, and promises no type for it. The text is shown as it is.
            NotMarkdown(findings, new(1, 1), e);
            return Bare(head, name, markdown);
        }
    }

    /// <summary>Says that a file cannot be laid out.</summary>
    internal static void NotMarkdown(Findings findings, SourceLocation at, Exception e) =>
        findings.Error(DiagnosticCodes.NotMarkdown, at, $"The file cannot be rendered: {e.Message}", "Nest lists and quotes less deeply.");

    /// <summary>Says from where on the marks of a file are not read.</summary>
    internal static void TooManyMarks(Findings findings, SourceLocation at) => findings.Error(DiagnosticCodes.TooComplex, at,
        "The file takes too long to read from this paragraph on: it has too many brackets, stars, backticks or bars, or its tables have "
            + "too many cells.",
        "Split the paragraph or table with blank lines, or move it into a code block or a file of its own.");

    private static Runbook Bare(Runbook head, string name, string markdown) => head with
    {
        Title = head.Title.Length > 0 ? head.Title : name,
        Document = [new DocumentBlock.Prose($"<pre>{WebUtility.HtmlEncode(markdown)}</pre>\n")],
    };

    private static string? FirstHeading(MarkdownDocument tree, SourceText source) =>
        tree.OfType<HeadingBlock>().Select(h => HeadingText.Of(h, source).Text).FirstOrDefault(text => text.Length > 0);

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
