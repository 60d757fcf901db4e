using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks.Diagnostics;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>The attributes that a heading may end with: <c>## Drain web-1 {#web1 include=parts/drain.md}</c>.</summary>
internal static partial class HeadingAttributes
{
    /// <summary>Every attribute there is, besides the anchor. Braces that hold none of them are text.</summary>
    public static readonly string[] Known = ["include", "for-each"];

    /// <summary>Reads the attributes of a heading.</summary>
    /// <returns>Null when it ends with none: braces without a known attribute, or a slip of one, are part of its text.</returns>
    public static AttributeList? Of(HeadingBlock heading, SourceText source)
    {
        var last = source.At(Math.Clamp(heading.Span.End, 0, source.Text.Length)).Line;
        var number = heading.IsSetext && last > source.At(heading.Span.Start).Line ? last - 1 : last;
        return Of(source.Line(number), source.Start(number));
    }

    /// <summary>The attributes that end the line of a heading; null when there are none.</summary>
    /// <param name="line">The line, with what a quote or a list puts before it.</param>
    /// <param name="first">The place of its first character.</param>
    public static AttributeList? Of(string line, SourceLocation first)
    {
        // A heading may well talk about attributes, in a code span.
        var text = Closing().Replace(Code().Replace(line, code => new string(' ', code.Length)), "").TrimEnd();
        var open = text.Length;
        for (var tries = 0; tries < 8 && open > 0 && (open = text.LastIndexOf('{', open - 1)) >= 0; tries++)
        {
            var read = AttributeList.Read(text, open, first);
            if (!IsMeant(read, text[open..(open + read.Length)]))
                continue;
            var rest = text[(open + read.Length)..].Trim();
            if (rest.Length == 0)
                return read;
            if (!read.Ids.IsEmpty)
                return read with { Problem = new($"`{rest}` follows the attributes.", read.At), Length = text.Length - open };
        }

        return null;
    }

    /// <summary>
    /// Says of braces that are no attributes, and were meant as some: <c>{for-each: NODES}</c>. As text they would leave out what they ask
    /// for.
    /// </summary>
    public static void CheckSlip(HeadingBlock heading, HeadingText read, SourceText source, Findings findings)
    {
        if (read.Attributes is not null)
            return;
        var first = source.At(Math.Clamp(heading.Span.Start, 0, source.Text.Length)).Line;
        var line = Code().Replace(source.Line(first), code => new string(' ', code.Length));
        if (Meant().Match(line) is { Success: true } slip)
            findings.Error(DiagnosticCodes.HeadingAttribute, source.Start(first) with { Column = slip.Index + 1 },
                $"The braces name `{slip.Groups["key"].Value}`, and cannot be read as attributes.",
                "End the heading with them, with an equals sign and no spaces around it, such as "
                    + $"`{{#anchor {slip.Groups["key"].Value}=…}}`.");
    }

    [GeneratedRegex(@"\{[^{}]{0,200}?(?<![\w-])(?<key>for-each|include)\s{0,9}[:=]", RegexOptions.CultureInvariant)]
    private static partial Regex Meant();

    /// <summary>Says what is wrong with the attributes of a heading.</summary>
    public static void Check(AttributeList attributes, Findings findings)
    {
        if (attributes.Problem is { } problem)
            findings.Error(DiagnosticCodes.HeadingAttribute, problem.At, problem.Text,
                "End the heading with the attributes, as `{#anchor key=value}`; put a value with spaces or braces in quotes.");
        foreach (var word in attributes.Classes)
            findings.Error(DiagnosticCodes.HeadingAttribute, word.At, $"Headings have no class `.{word.Text}`.", "Leave it out.");
        foreach (var word in attributes.Ids.Skip(1))
            findings.Error(DiagnosticCodes.HeadingAttribute, word.At, "The heading has two anchors.", "Keep one of them.");
        foreach (var pair in attributes.Pairs)
        {
            if (!Known.Contains(pair.Key))
                findings.Error(DiagnosticCodes.HeadingAttribute, pair.At, $"Headings have no attribute `{pair.Key}`.",
                    SpellingSuggestion.Remedy(pair.Key, Known));
            else if (attributes.Pairs.First(p => p.Key == pair.Key) != pair)
                findings.Error(DiagnosticCodes.HeadingAttribute, pair.At, $"`{pair.Key}` appears twice.", "Keep one of them.");
        }
    }

    // In what cannot be read to its end, the pair that matters may be what is not closed.
    private static bool IsMeant(AttributeList attributes, string raw) =>
        attributes.Pairs.Any(p => Known.Contains(p.Key) || SpellingSuggestion.Slip(p.Key, Known) is not null)
            || (attributes.Problem is not null && Known.Any(k => raw.Contains($" {k}=", StringComparison.Ordinal)
                || raw.StartsWith($"{{{k}=", StringComparison.Ordinal)));

    [GeneratedRegex("`+[^`]*`+", RegexOptions.CultureInvariant)]
    private static partial Regex Code();

    /// <summary>What may close a heading that begins with <c>#</c>.</summary>
    [GeneratedRegex(@"[ \t]+#+[ \t]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Closing();
}
