using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;
using Dashboard.Linting.Compose;
using Dashboard.Linting.Shell;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;
using Dashboard.Linting.Shell.Walk;

namespace Dashboard.Linting.Rules;

/// <summary>Reviews a runbook and its pinned files: does each step keep the promise of its kind?</summary>
public static class RunbookLinter
{
    /// <summary>The languages of steps that are shell scripts.</summary>
    private static readonly string[] Scripts = ["bash", "sh"];

    /// <summary>Everything that is wrong, in the order of the files: what the parser found, then what the rules find.</summary>
    public static ImmutableArray<LintFinding> Lint(LintSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var runbook = subject.Runbook;
        if (runbook.IsDocument)
            return [.. runbook.Diagnostics.Select(d => LintFinding.Of(subject.Path, d))];
        var material = Material(subject);
        var found = new List<LintFinding>(runbook.Diagnostics.Select(d => LintFinding.Of(subject.Path, d)));
        if (!runbook.IsPart)
            found.AddRange(GateRules.Check(runbook).Select(d => LintFinding.Of(subject.Path, d)));
        var rules = new StepRules(subject);
        var sets = new List<ImmutableArray<string>>();
        var run = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in runbook.Steps.Where(s => Scripts.Contains(s.Language)))
        {
            var facts = ShellWalk.Facts(SymbolicText.Harmless(step.Body), DialectOf(step), material);
            found.AddRange(facts.SelectMany(f => rules.Check(step, f)));
            sets.AddRange(facts.Where(f => f.Kind == FactKind.Composes).Select(f => f.Fields));
            run.UnionWith(facts.Where(f => f is { Kind: FactKind.Uses, Code: "runs" }).Select(f => f.Words));
        }

        found.AddRange(DeceptionRules.Check(subject, run));
        found.AddRange(ReadabilityRules.Check(subject));
        found.AddRange(LinkRules.Check(subject).Select(d => LintFinding.Of(subject.Path, d)));
        found.AddRange(ComposeRules.Check(runbook, subject.Files, sets));
        if (rules.Unread is { } first)
            found.Add(new(first.Part ?? subject.Path, Missing(first)));
        return
        [
            .. found.Select(Visible).DistinctBy(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Line, f.Diagnostic.Column))
                .OrderBy(f => f.File == subject.Path ? "" : f.File, StringComparer.Ordinal)
                .ThenBy(f => f.Diagnostic.Line).ThenBy(f => f.Diagnostic.Column).ThenBy(f => f.Diagnostic.Code, StringComparer.Ordinal),
        ];
    }

    // Messages quote scripts and files, so hidden characters in them are made visible in terminals, on the page and in the ledger.
    private static LintFinding Visible(LintFinding finding) => finding with
    {
        Diagnostic = finding.Diagnostic with
        {
            Message = VisibleText.Of(finding.Diagnostic.Message),
            Remedy = VisibleText.Of(finding.Diagnostic.Remedy),
        },
    };

    /// <summary>
    /// The scripts that will be read first: the steps' own and the pinned ones, so that whoever reads them can do it all at once.
    /// </summary>
    public static IEnumerable<(string Text, ShellDialect Dialect)> ScriptsOf(LintSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Runbook.Steps.Where(s => Scripts.Contains(s.Language)).Select(s => (SymbolicText.Harmless(s.Body), DialectOf(s)));
    }

    private static ShellDialect DialectOf(Step step) => step.Language == "sh" ? ShellDialect.Posix : ShellDialect.Bash;

    private static ShellMaterial Material(LintSubject subject) => new(
        subject.Read, subject.Files, [.. subject.NotText.Keys],
        [
            .. subject.Runbook.Secrets.Select(s => s.File),
            // An input that holds a secret's path has it as its default, too.
            .. subject.Runbook.Inputs.Where(i => i.Default is { Length: > 1 } && subject.Runbook.Secrets.Any(s => s.File == i.Name))
                .Select(i => i.Default!),
        ]);

    private static Diagnostic Missing(Step first) => new(
        LintCodes.NoShellParser, DiagnosticSeverity.Warning, first.Line, 1,
        "The scripts of this runbook were not checked: shfmt is not installed.",
        "Install shfmt; on Debian it is the package `shfmt`.");
}
