using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Core.Text;
using Dashboard.Linting.Compose;
using Dashboard.Linting.Shell;
using Dashboard.Linting.Shell.State;
using Dashboard.Linting.Shell.Syntax;
using Dashboard.Linting.Shell.Walk;
using Dashboard.Linting.Team;

namespace Dashboard.Linting.Rules;

/// <summary>Reviews a runbook and its pinned files: does each step keep the promise of its kind?</summary>
public static class RunbookLinter
{
    /// <summary>Everything that is wrong, in the order of the files: what the parser found, then what the rules find.</summary>
    public static ImmutableArray<LintFinding> Lint(LintSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        var runbook = subject.Runbook;
        if (runbook.IsDocument)
            return [.. runbook.Diagnostics.Select(d => LintFinding.Of(subject.Path, d))];
        var material = Material(subject);
        var found = new List<LintFinding>(runbook.Diagnostics.Select(d => LintFinding.Of(subject.Path, d)));
        found.AddRange(subject.Catalogue.Findings.Select(d => new LintFinding(TeamCatalogue.FileName, d)));
        if (!runbook.IsPart)
            found.AddRange(GateRules.Check(subject));
        found.AddRange(HostRules.Check(subject));
        var rules = new StepRules(subject);
        var sets = new List<(Step Step, ImmutableArray<string> Files)>();
        var run = new HashSet<string>(StringComparer.Ordinal);
        foreach (var step in runbook.Steps.Where(s => ScriptLanguage.IsShell(s.Language)))
        {
            var facts = ShellWalk.Facts(SymbolicText.Harmless(step.Body), DialectOf(step), material);
            found.AddRange(facts.SelectMany(f => rules.Check(step, f)));
            sets.AddRange(facts.Where(f => f.Kind == FactKind.Composes).Select(f => (step, f.Fields)));
            run.UnionWith(facts.Where(f => f is { Kind: FactKind.Uses, Code: "runs" }).Select(f => f.Words));
        }

        found.AddRange(OtherLanguages.Check(subject, rules));
        found.AddRange(DeceptionRules.Check(subject, run));
        found.AddRange(ReadabilityRules.Check(subject));
        found.AddRange(LinkRules.Check(subject).Select(d => LintFinding.Of(subject.Path, d)));
        var users = sets.Where(s => !s.Files.IsDefaultOrEmpty).SelectMany(s => s.Files.Select(file => (file, s.Step.Id)))
            .ToLookup(u => u.file, u => u.Id, StringComparer.Ordinal);
        found.AddRange(ComposeRules.Check(runbook, subject.Files, [.. sets.Select(s => s.Files)])
            .SelectMany(f => Waivers.OfUsers(subject, f, users)));
        if (rules.Unread is { } first)
            found.Add(new(first.Part ?? subject.Path, Missing(first)));
        return
        [
            .. Waivers.Apply(subject, found, (step, code) => !Waivers.IsShellcheck(code) && rules.IsRead(step)).Select(Visible)
                .DistinctBy(f => (f.File, f.Diagnostic.Code, f.Diagnostic.Line, f.Diagnostic.Column, f.Waived))
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
        Waived = finding.Waived is { } reason ? VisibleText.Of(reason) : null,
    };

    /// <summary>
    /// The scripts that will be read first: the steps' own and the pinned ones, so that whoever reads them can do it all at once.
    /// </summary>
    public static IEnumerable<(string Text, ShellDialect Dialect)> ScriptsOf(LintSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return subject.Runbook.Steps.Where(s => ScriptLanguage.IsShell(s.Language))
            .Select(s => (SymbolicText.Harmless(s.Body), DialectOf(s)));
    }

    private static ShellDialect DialectOf(Step step) => step.Language == "sh" ? ShellDialect.Posix : ShellDialect.Bash;

    private static ShellMaterial Material(LintSubject subject) => new(
        subject.Read, subject.Files, [.. subject.NotText.Keys],
        [
            .. subject.Runbook.Secrets.Select(s => s.File),
            // An input that holds a secret's path has it as its default, too.
            .. subject.Runbook.Inputs.Where(i => i.Default is { Length: > 1 } && subject.Runbook.Secrets.Any(s => s.File == i.Name))
                .Select(i => i.Default!),
        ],
        Given(subject.Runbook), subject.Catalogue.Programs);

    /// <summary>The variables that a step's environment may hold besides those that every step has.</summary>
    private static ImmutableHashSet<string> Given(Runbook runbook) =>
    [
        .. runbook.Inputs.Select(i => i.Name), Repeat.Variable,
        .. runbook.Steps.Where(s => !s.Choices.IsEmpty).Select(s => s.ChoiceName),
        .. runbook.Steps.SelectMany(s => s.Outputs).Select(o => o.Name),
    ];

    private static Diagnostic Missing(Step first) => new(
        LintCodes.NoShellParser, DiagnosticSeverity.Warning, first.Line, 1,
        "The scripts of this runbook were not checked: shfmt is not installed.",
        "Install shfmt; on Debian it is the package `shfmt`.");
}
