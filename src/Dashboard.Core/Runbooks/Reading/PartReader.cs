using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading.Markup;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>
/// Reads the files that a runbook includes, each as a document of its own. All of them together, and the runbook, are bound by the limits
/// of one runbook, whether a file is included once or fifty times.
/// </summary>
/// <param name="path">The runbook's path below the runbooks folder.</param>
/// <param name="length">Its length in characters.</param>
/// <param name="tree">Its document.</param>
/// <param name="ask">Gives the text of a file, by its path below the runbooks folder; null where nothing can be included.</param>
/// <param name="findings">Where to say what is wrong.</param>
internal sealed class PartReader(
    string path, int length, MarkdownDocument tree, Func<string, PartText>? ask, Findings findings)
{
    /// <summary>How many files a runbook includes at most; one that is included twice counts twice.</summary>
    public const int Most = 50;

    private readonly Dictionary<string, PartText> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _prefixes = new(StringComparer.Ordinal);
    private readonly List<string> _order = [];
    private readonly PartFootnotes _notes = new(tree);
    private InlineCost _cost = InlineBudget.Cost(tree);
    private int _length = length;
    private int _count;

    /// <summary>Every file that was asked for, each once.</summary>
    public ImmutableArray<RunbookPart> Parts =>
        [.. _order.Select(p => new RunbookPart(p, _texts[p].Text is { } text ? Digests.Of(text) : null))];

    /// <summary>
    /// Reads, for example, <c>## Drain web-1 {#web1 include=parts/drain.md}</c>, or <c>include=parts/drain.md#drain-node</c> for one
    /// section of the file.
    /// </summary>
    /// <returns>Null when nothing can be included.</returns>
    public PartDocument? Read(HeadingText heading, Pair include)
    {
        return Prefix(heading, include) is { } prefix && Text(include) is var (file, anchor, text)
            ? Document(include, file, anchor, prefix, heading.Text, text)
            : null;
    }

    /// <summary>Says that something cannot be included where it is asked for.</summary>
    public void Refuse(Pair include, string message, string remedy) =>
        findings.Error(DiagnosticCodes.MisplacedInclude, include.At, message, remedy);

    private string? Prefix(HeadingText heading, Pair include)
    {
        if (heading.Attributes?.Ids is not [var word, ..])
        {
            findings.Error(DiagnosticCodes.IncludeAnchor, include.At,
                "What includes a file needs an anchor: the ids of its steps begin with it.",
                "Write one in front, such as `{#web1 include=…}`.");
            return null;
        }

        var before = findings.Count;
        Ids.Check(word.Text, word.At, findings);
        if (findings.Count > before)
            return null;
        if (_prefixes.Add(word.Text))
            return word.Text;
        findings.Error(DiagnosticCodes.IncludeAnchor, word.At, $"Two headings that include a file have the anchor `{word.Text}`.",
            "Give each an anchor of its own: the ids of its steps begin with it.");
        return null;
    }

    private (string Path, string? Anchor, string Text)? Text(Pair include)
    {
        var hash = include.Value.IndexOf('#', StringComparison.Ordinal);
        var written = hash < 0 ? include.Value : include.Value[..hash];
        var file = FolderPath.Join(FolderPath.FolderOf(path), written);
        var problem = written.Length == 0 ? "`include` names no file."
            : written.Any(char.IsControl) || written.Contains('\\', StringComparison.Ordinal)
                ? $"`{written}` is no path with forward slashes."
            : file is null ? $"`{written}` leaves the runbooks folder."
            : !MarkdownFile.IsMarkdown(file) ? $"`{written}` is no Markdown file, by its name."
            : file == path ? "The file includes itself."
            : _count == Most ? $"A runbook includes at most {Most} files."
            : null;
        if (problem is null && !_texts.ContainsKey(file!))
        {
            _texts[file!] = ask?.Invoke(file!) ?? PartText.Missing;
            _order.Add(file!);
        }

        var text = problem is null ? _texts[file!] : null;
        problem ??= text!.Text is null ? $"`{file}` cannot be included. {text.Problem}"
            : _length + text.Text.Length > RunbookParser.MaxLength
                ? $"With `{file}` the runbook has more than {RunbookParser.MaxLength} characters."
            : null;
        if (problem is null)
        {
            _count++;
            _length += text!.Text!.Length;
            return (file!, hash < 0 ? null : include.Value[(hash + 1)..], text.Text);
        }

        var isTooMuch = _count == Most || text?.Text is not null;
        findings.Error(isTooMuch ? DiagnosticCodes.TooLong : DiagnosticCodes.PartProblem, include.At, problem,
            isTooMuch ? "Split the runbook, or include one section: `include=parts/drain.md#drain-node`."
                : "Write the path of a Markdown file below the runbooks folder, seen from this file, such as `include=parts/drain.md`; "
                    + "with `/` before it, from the runbooks folder.");
        return null;
    }

    private PartDocument? Document(Pair include, string file, string? anchor, string prefix, string section, string text)
    {
        var source = new SourceText(text, file);
        var front = FrontMatter.Split(source, new Findings());
        CheckFront(file, front);
        RunbookParser.CheckText(source, findings);
        if (Parse(source, front.Markdown) is not { } part)
            return null;
        var anchors = Anchors(part, source);
        if (anchor is not null && !Keep(part, anchors, anchor))
        {
            findings.Error(DiagnosticCodes.PartProblem, include.At, $"`{file}` has no heading `#{anchor}`.",
                SpellingSuggestion.To(anchor, anchors.Values.Order(StringComparer.Ordinal)) is { } near ? $"Write `#{near}`."
                    : "Name the anchor of a heading that stands in no list, quote or fold.");
            return null;
        }

        _notes.GoOn(part);
        return new(file, prefix, section, source, part, part.OfType<Block>().FirstOrDefault(b => b is not CommentBlock) as HeadingBlock);
    }

    // What a file says of itself that is only to be included is said wherever it is included: secrets that nobody masks are no small thing.
    private void CheckFront(string file, FrontMatter front)
    {
        var found = new Findings();
        if (new FrontMatterReader(found, null).Read(front).IsPart)
            findings.Add(found.Sorted().Where(d => d.Code == DiagnosticCodes.PartDeclares).Select(d => d with { File = file }));
    }

    private MarkdownDocument? Parse(SourceText source, string markdown)
    {
        if (BlockBudget.Exceeded(source) is { } much)
        {
            findings.Error(DiagnosticCodes.TooComplex, source.Start(much.Line),
                $"The file takes too long to read: {char.ToLowerInvariant(much.What[0])}{much.What[1..]}.",
                "Nest less deeply; split long lists of links with blank lines.");
            return null;
        }

        if (_cost.IsTooMuch)
        {
            findings.Error(DiagnosticCodes.TooComplex, source.Start(1), "The runbook and what it includes take too long to read together.",
                "Include less; make its paragraphs and tables simpler.");
            return null;
        }

        MarkdownDocument part;
        try
        {
            part = MarkdownText.Parse(markdown);
            // What nests too deeply is refused when it is rendered.
            _ = MarkdownText.Html(part);
        }
        catch (Exception e)
        {
            // Markdig promises no type for it. The rest of the runbook is not lost to a part.
            RunbookParser.NotMarkdown(findings, source.Start(1), e);
            return null;
        }

        _cost += InlineBudget.Cost(part);
        if (InlineBudget.Exceeded(part) is { } line)
            RunbookParser.TooManyMarks(findings, source.Start(line + 1));
        return part;
    }

    /// <summary>The anchors of the headings as the file's own page has them.</summary>
    private static Dictionary<HeadingBlock, string> Anchors(MarkdownDocument part, SourceText source)
    {
        var names = new UniqueNames();
        return part.Descendants<HeadingBlock>().ToDictionary(h => h, h => names.Take(HeadingText.Of(h, source).Anchor));
    }

    /// <summary>Leaves the section of a heading, with all below it, and the notes that it has marks of.</summary>
    private static bool Keep(MarkdownDocument part, Dictionary<HeadingBlock, string> anchors, string anchor)
    {
        if (part.OfType<HeadingBlock>().FirstOrDefault(h => anchors[h] == anchor) is not { } first)
            return false;
        var section = part.SkipWhile(b => b != first).Skip(1)
            .TakeWhile(b => b is not (HeadingBlock or FootnoteGroup)
                || b is HeadingBlock heading && heading.Level > first.Level)
            .Prepend(first).ToHashSet();
        foreach (var block in part.Where(b => !section.Contains(b) && b is not FootnoteGroup).ToArray())
            part.Remove(block);
        PartFootnotes.RemoveIdle(part);
        return true;
    }
}
