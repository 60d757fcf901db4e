using Dashboard.Core.Runbooks.Diagnostics;
using Markdig.Syntax;

namespace Dashboard.Core.Runbooks.Reading;

/// <summary>Tells steps from listings among fenced code blocks.</summary>
internal sealed class FenceReader(SourceText source, Findings findings)
{
    private static readonly StepKind[] Kinds =
        [StepKind.Preflight, StepKind.Mutating, StepKind.Smoke, StepKind.Rollback, StepKind.Destructive];
    private static readonly string[] KindWords = [.. Kinds.Select(k => k.DisplayName())];

    /// <summary>
    /// Reads, for example:
    /// <code>
    /// ```bash {#ca-key .preflight timeout=10s}
    /// scripts/preflight.sh
    /// ```
    /// </code>
    /// </summary>
    /// <returns>Null when the fence is only a listing.</returns>
    public StepDraft? Read(FencedCodeBlock fence)
    {
        var at = source.At(fence.Span.Start);
        var line = source.Line(at.Line)[(at.Column - 1)..];
        var info = line.AsSpan().IndexOfAnyExcept(fence.FencedChar) is var i and >= 0 ? i : line.Length;
        var open = line.IndexOf('{', info);
        if (open < 0)
            return null;
        var language = line[info..open].Trim();
        var attributes = AttributeList.Read(line, open, at);
        if (Kind(attributes) is not { } kind)
            return null;

        if (attributes.Problem is { } problem)
        {
            findings.Error(DiagnosticCodes.BadAttributes, problem.At, problem.Text,
                "Write the attributes as `{#id .class key=value}`; put a value with spaces or braces in quotes.");
        }
        else if (line[(open + attributes.Length)..].Trim() is { Length: > 0 } rest)
        {
            findings.Error(DiagnosticCodes.BadAttributes, at with { Column = at.Column + open + attributes.Length },
                $"`{rest}` follows the attributes.", "Let the line end with the closing brace.");
        }

        if (fence.ClosingFencedCharCount == 0)
            findings.Error(DiagnosticCodes.FenceOpen, at, "The step's fence is never closed.",
                $"Close it with {new string(fence.FencedChar, Math.Min(fence.OpeningFencedCharCount, 20))} on a line of its own.");
        CheckClasses(attributes);
        return new()
        {
            Id = attributes.Ids.FirstOrDefault()?.Text ?? "",
            Kind = kind,
            Language = language,
            Body = Body(fence),
            BodyLine = at.Line + 1,
            Attributes = attributes,
            At = at,
        };
    }

    /// <summary>The kind that a class names; null for a listing. A class that is nearly a kind is taken for a slip.</summary>
    private StepKind? Kind(AttributeList attributes)
    {
        var named = Kinds.Where(k => attributes.Classes.Any(c => c.Text == k.DisplayName())).ToArray();
        if (named.Length > 0)
        {
            var first = attributes.Classes.First(c => KindWords.Contains(c.Text));
            return Kinds.First(k => k.DisplayName() == first.Text);
        }

        foreach (var slip in attributes.Classes)
        {
            var near = SpellingSuggestion.To(slip.Text, KindWords);
            if (near is null && !IsMeantAsStep(attributes))
                continue;
            findings.Error(DiagnosticCodes.UnknownClass, slip.At, $"Unknown step kind `.{slip.Text}`.",
                near is null ? $"Write one of: {string.Join(", ", KindWords.Select(k => "." + k))}." : $"Write `.{near}`.");
            return null;
        }

        return null;
    }

    /// <summary>
    /// Whether attributes without a kind belong to a step all the same: an id together with something that only steps have.
    /// </summary>
    private static bool IsMeantAsStep(AttributeList attributes) =>
        !attributes.Ids.IsEmpty && attributes.Pairs.Any(p => StepAttributes.Known.Contains(p.Key) && p.Key != "title");

    private void CheckClasses(AttributeList attributes)
    {
        var kinds = attributes.Classes.Where(c => KindWords.Contains(c.Text)).ToArray();
        if (kinds.Length > 1)
            findings.Error(DiagnosticCodes.TwoKinds, kinds[1].At, $"A step cannot be both `.{kinds[0].Text}` and `.{kinds[1].Text}`.",
                "Keep one of them.");
        foreach (var other in attributes.Classes.Where(c => !KindWords.Contains(c.Text)))
            findings.Error(DiagnosticCodes.UnknownClass, other.At, $"Steps have no class `.{other.Text}`.", "Leave it out.");
    }

    private static string Body(FencedCodeBlock fence)
    {
        if (fence.Lines.Count == 0)
            return "";
        var body = new System.Text.StringBuilder();
        for (var i = 0; i < fence.Lines.Count; i++)
            body.Append(fence.Lines.Lines[i].Slice.AsSpan()).Append('\n');
        return body.ToString();
    }
}
