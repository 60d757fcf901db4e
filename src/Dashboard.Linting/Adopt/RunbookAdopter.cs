using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Runbooks.Reading;
using Dashboard.Linting.Rules;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;

namespace Dashboard.Linting.Adopt;

/// <summary>
/// Makes a first runbook of a document that people follow by hand. Nothing is run, and nothing of the text is left out: shell fences
/// become steps by what the linter knows of their commands, boxes become manual steps, and the rest stays. What the linter would refuse
/// as a step stays a listing, and is named.
/// </summary>
public static partial class RunbookAdopter
{
    private const int MostRounds = 12;

    /// <summary>The scripts that will be read first, so that whoever reads them can do it all at once.</summary>
    public static IEnumerable<(string Text, ShellDialect Dialect)> ScriptsOf(string path, string text) =>
        Problem(RunbookParser.Parse(path, text)) is not null ? [] : Listings(new(text), RunbookParser.Parse(path, text)).Prepared
            .Where(p => p.Refusal is null)
            .Select(p => (SymbolicText.Harmless(p.Script), p.Listing.Language == "sh" ? ShellDialect.Posix : ShellDialect.Bash));

    /// <summary>Makes a draft.</summary>
    /// <param name="path">The document's path below the runbooks folder, with forward slashes.</param>
    /// <param name="text">Its text.</param>
    /// <param name="read">Reads a script; <see cref="ShellReading.Unread"/> when the tool for it is missing.</param>
    /// <param name="exists">Whether a file lies at a path below the runbooks folder; null for no.</param>
    public static Adoption Adopt(string path, string text, Func<string, ShellDialect, ShellReading> read, Func<string, bool>? exists = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(read);
        var document = RunbookParser.Parse(path, text);
        if (Problem(document) is { } problem)
            return new() { Text = text, Runbook = document, Doubts = [problem], Findings = document.Diagnostics, IsChanged = false };

        var source = new SourceText(text);
        var (scan, prepared) = Listings(source, document);
        var candidates = Candidate.Of(prepared, read);
        var refused = new Dictionary<int, (string Why, string Remedy)>();
        var waits = true;
        for (var round = 1; ; round++)
        {
            var plan = AdoptionPlan.Make(scan, candidates, document, HasInputs(source), refused);
            var gates = GatePlan.Of(plan.Steps, document.Title, MarkdownFile.TitleOf(path), waits);
            var draft = DraftText.Write(source, plan, gates);
            var runbook = RunbookParser.Parse(path, draft.Text);
            var findings = Lint(path, draft.Text, runbook, read, exists);
            var more = Refused(plan, draft, runbook, findings);
            var isDead = waits && findings.Any(f => f.Code == DiagnosticCodes.DeadGate);
            if (round == MostRounds || (more.Count == 0 && !isDead))
                return Result(source, plan, draft, runbook, findings);
            waits &= !isDead;
            foreach (var (line, why) in more)
                refused.TryAdd(line, why);
        }
    }

    private static Adoption Result(SourceText source, AdoptionPlan plan, DraftText draft, Runbook runbook,
        ImmutableArray<Diagnostic> findings)
    {
        var isChanged = plan.Steps.Count + plan.Boxes.Count > 0;
        if (!isChanged)
            plan.Doubts.Add(1, "Nothing here can be a step: no shell commands in fences, and no boxes to tick.",
                "Write commands in ```bash fences, and what people do as `- [ ]` items.");
        return new()
        {
            Text = isChanged ? draft.Text : source.Text,
            Runbook = runbook,
            Doubts = [.. plan.Doubts.All.Select(d => new AdoptionDoubt(d.Line, draft.LineOf(d.Line), d.Message, d.Remedy))],
            Findings = findings,
            IsChanged = isChanged,
        };
    }

    /// <summary>What of a draft cannot be a step after all, by the line of the document.</summary>
    private static Dictionary<int, (string Why, string Remedy)> Refused(AdoptionPlan plan, DraftText draft, Runbook runbook,
        ImmutableArray<Diagnostic> findings)
    {
        var refused = new Dictionary<int, (string Why, string Remedy)>();
        var errors = findings.Where(f => f.Severity == DiagnosticSeverity.Error).ToArray();
        foreach (var step in plan.Steps)
        {
            var line = draft.LineOf(step.Of.Line);
            var found = runbook.FindStep(step.Id);
            if (found?.Line != line || found.Kind != step.Kind)
                refused[step.Of.Line] = ("Markdown does not read it as a step where it stands", "Move it out of what is around it.");
            else if (errors.FirstOrDefault(e => e.Line >= line && e.Line <= line + found.Body.Count(c => c == '\n')) is { } error)
                refused[step.Of.Line] = ($"{error.Code}, {error.Message.TrimEnd('.')}", error.Remedy);
        }

        foreach (var (box, id) in plan.Boxes)
        {
            var (from, to) = (draft.LineOf(box.Line), draft.LineOf(box.EndLine));
            if (runbook.FindStep(id) is not { Kind: StepKind.Manual })
                refused[box.Line] = ("Markdown does not read it as a manual step where it stands", "Move it out of what is around it.");
            else if (errors.FirstOrDefault(e => e.Line >= from && e.Line <= to) is { } error)
                refused[box.Line] = ($"{error.Code}, {error.Message.TrimEnd('.')}", error.Remedy);
        }

        return refused;
    }

    private static ImmutableArray<Diagnostic> Lint(string path, string text, Runbook runbook,
        Func<string, ShellDialect, ShellReading> read, Func<string, bool>? exists) =>
        [.. RunbookLinter.Lint(new() { Path = path, Runbook = runbook, Text = text, Read = read, Exists = exists ?? (_ => false) })
            .Select(f => f.Diagnostic)];

    private static (DocumentScan Scan, ImmutableArray<PreparedListing> Prepared) Listings(SourceText source, Runbook document)
    {
        var scan = DocumentScan.Read(source, [.. document.Steps.Select(s => s.Line)]);
        return (scan, [.. scan.Listings.Select(PreparedListing.Of)]);
    }

    private static bool HasInputs(SourceText source) => FrontMatter.Split(source, new()).Yaml is { } yaml && InputsKey().IsMatch(yaml);

    /// <summary>Why no draft can be made of a text; null when one can.</summary>
    private static AdoptionDoubt? Problem(Runbook document) =>
        document.Diagnostics.FirstOrDefault(d =>
            d.Code is DiagnosticCodes.TooLong or DiagnosticCodes.TooComplex or DiagnosticCodes.NotMarkdown
            or DiagnosticCodes.NotText) is { } unreadable
            ? new(unreadable.Line, unreadable.Line, unreadable.Message, unreadable.Remedy)
        : document.Steps.Any(s => s.Kind != StepKind.Manual) || document.Gates.Length > 0
            ? new(1, 1, "It is a runbook already: it has steps or gates.", "Look at what the linter says of it.")
        : document.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error
            ? new(error.Line, error.Line, $"It was meant as a runbook already, and has an error: {error.Message}", error.Remedy)
        : null;

    [GeneratedRegex(@"^\s*inputs\s*:", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex InputsKey();
}
