using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Tells manual steps from plain items among task lists.</summary>
internal sealed partial class TaskItemReader(SourceText source, Findings findings)
{
    /// <summary>Reads, for example, <c>- [ ] The change window is announced {#announced}</c>.</summary>
    /// <returns>Null when the item is no task, or has no id.</returns>
    public StepDraft? Read(ListItemBlock item)
    {
        if (item.Count == 0 || item[0] is not ParagraphBlock { Inline.FirstChild: TaskList } paragraph)
            return null;
        var end = Math.Min(paragraph.Span.End + 1, source.Text.Length);
        while (end > paragraph.Span.Start && char.IsWhiteSpace(source.Text[end - 1]))
            end--;
        var last = source.At(end - 1).Line;
        var start = Math.Max(source.LineStart(last), paragraph.Span.Start);
        var line = source.Text[start..Math.Max(start, end)];
        if (Attributes(line, source.At(start)) is not { } attributes)
        {
            var whole = Code().Replace(source.Text[paragraph.Span.Start..end], code => new string(' ', code.Length));
            if (IdOpens().Match(whole) is { Success: true } slip)
            {
                findings.Error(DiagnosticCodes.BadAttributes, source.At(paragraph.Span.Start + slip.Index),
                    "The item's attributes cannot be read, so it is not a step.", "End the item with `{#id}`, on its last line.");
            }

            return null;
        }

        foreach (var word in attributes.Classes)
        {
            findings.Error(DiagnosticCodes.UnknownClass, word.At, $"A task-list item has no class `.{word.Text}`.",
                "Leave it out; what the server should run is a fenced block.");
        }

        return new()
        {
            Id = attributes.Ids[0].Text,
            Kind = StepKind.Manual,
            Body = Text(paragraph, source.Text[paragraph.Span.Start..(end - attributes.Length)], line[^attributes.Length..]),
            BodyLine = source.At(paragraph.Span.Start).Line,
            Attributes = attributes,
            Links = InlineText.LinksOf(paragraph),
            At = source.At(item.Span.Start),
        };
    }

    /// <summary>The item's text without its attributes.</summary>
    private static string Text(ParagraphBlock paragraph, string before, string attributes)
    {
        var text = InlineText.Of(paragraph);
        var raw = string.Join(' ', attributes.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.EndsWith(raw, StringComparison.Ordinal))
            return text[..^raw.Length].TrimEnd();
        // A title of `A *new* key` among the attributes was read as Markdown: what stands before them is read alone.
        var lines = before.Split('\n').Select(l => Quote().Replace(l, "").Trim());
        return string.Join(' ', lines) is { Length: > 3 } line ? MarkdownText.Inline(line[3..].Trim()) : "";
    }

    /// <summary>
    /// The attribute list with an id that ends the line; null when there is none. A brace inside a quoted value is no opening.
    /// </summary>
    private static AttributeList? Attributes(string line, SourceLocation first)
    {
        if (!line.EndsWith('}'))
            return null;
        var open = line.Length;
        for (var tries = 0; tries < 8 && open > 0 && (open = line.LastIndexOf('{', open - 1)) >= 0; tries++)
        {
            var read = AttributeList.Read(line, open, first);
            if (read is { Problem: null, Ids.IsEmpty: false } && open + read.Length == line.Length)
                return read;
        }

        return null;
    }

    /// <summary>Code spans: an item may well talk about attributes.</summary>
    [GeneratedRegex("`+[^`]*`+", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    /// <summary>What a quote puts before each of its lines.</summary>
    [GeneratedRegex(@"\A[ \t]*(?:>[ \t]?)+", RegexOptions.CultureInvariant)]
    private static partial Regex Quote();

    [GeneratedRegex(@"\{[^{}\n]*#[A-Za-z0-9]", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IdOpens();
}
