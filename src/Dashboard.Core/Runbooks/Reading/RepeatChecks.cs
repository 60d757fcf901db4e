using System.Collections.Immutable;
using Dashboard.Core.Runbooks.Diagnostics;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Looks at sections that are repeated: <c>## Node by node {for-each=NODES}</c>.</summary>
internal static class RepeatChecks
{
    /// <summary>The attribute of a heading.</summary>
    public const string Attribute = "for-each";

    /// <summary>Says what is wrong with where the attribute stands.</summary>
    public static void CheckPlace(HeadingBlock heading, AttributeList? attributes, bool isSection, Findings findings)
    {
        if (!isSection && attributes?.Pairs.FirstOrDefault(p => p.Key == Attribute) is { } pair)
            findings.Error(DiagnosticCodes.HeadingAttribute, pair.At, $"A heading of level {heading.Level} begins no section here.",
                $"Write `{Attribute}` on a heading of level one or two that stands by itself.");
    }

    /// <summary>Says what is wrong with the lists and the steps, and makes the inputs needed that are lists to repeat for.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="each">By the anchor of a section that is repeated: what says so.</param>
    /// <param name="findings">Where to say what is wrong.</param>
    public static Runbook Check(Runbook runbook, IReadOnlyDictionary<string, Pair> each, Findings findings)
    {
        var repeated = runbook.Sections.Where(s => s.Each is not null).ToArray();
        // A section of text alone is not repeated, and need not be.
        foreach (var heading in runbook.Document.OfType<DocumentBlock.Heading>().Where(h => h.Each is not null))
            CheckList(runbook, heading, each[heading.Anchor].At, findings);
        if (repeated.Length == 0)
            return runbook;
        if (runbook.Inputs.Any(i => i.Name == Repeat.Variable) || runbook.Steps.Any(s => s.Sets(Repeat.Variable)))
            findings.Error(DiagnosticCodes.DuplicateInput, each[repeated[0].Id].At,
                $"In a repeated section {Repeat.Variable} is the value that it is repeated for, and something else has that name.",
                "Give the other one another name.");
        var inside = repeated.SelectMany(s => s.StepIds).ToHashSet(StringComparer.Ordinal);
        foreach (var choice in runbook.Steps.Where(s => s.Choices.Length > 0 && inside.Contains(s.Id)))
            findings.Error(DiagnosticCodes.NotForThisStep, new(choice.Line, 1, choice.Part),
                $"The choice `{choice.Id}` stands in a repeated section.",
                "Move it above the section: it is made once.");
        foreach (var step in runbook.Steps)
        {
            foreach (var writer in step.Needs.Where(inside.Contains).Select(runbook.FindStep).Where(w => w!.SectionId != step.SectionId))
                findings.Error(DiagnosticCodes.BadValue, new(step.Line, 1, step.Part),
                    $"`{step.Id}` reads what `{writer!.Id}` writes, once for each time of its section.", "Read it in that section alone.");
        }

        var lists = repeated.Select(s => s.Each!).ToHashSet(StringComparer.Ordinal);
        return runbook with { Inputs = [.. runbook.Inputs.Select(i => lists.Contains(i.Name) ? i with { Required = true } : i)] };
    }

    private static void CheckList(Runbook runbook, DocumentBlock.Heading heading, SourceLocation at, Findings findings)
    {
        ImmutableArray<string> lists =
            [.. runbook.AskedInputs.Where(i => i.Type == InputKind.List && i.Name.Length > 0).Select(i => i.Name)];
        if (lists.Contains(heading.Each!))
            return;
        var known = runbook.Inputs.FirstOrDefault(i => i.Name == heading.Each);
        findings.Error(DiagnosticCodes.HeadingAttribute, at,
            known is null ? $"The runbook has no input {heading.Each}."
            : known.Type == InputKind.List ? $"{heading.Each} is written by a step; a run has to know it when it is opened."
            : $"The input {heading.Each} is no list.",
            known is { Type: not InputKind.List } ? "Write `type: list` there."
            : lists.IsEmpty ? "Declare it below `inputs:` in the front matter, with `type: list`."
            : SpellingSuggestion.Remedy(heading.Each!, lists));
    }
}
