using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell;

namespace Dashboard.Linting.Rules;

/// <summary>Checks what scripts do against what the kinds of their steps promise.</summary>
internal sealed class StepRules(LintSubject subject)
{
    private static readonly string[] Backups = ["backup", "snapshot", ".bak", "previous", "restore", "rollback", "saved", "archive"];

    private readonly Protection _protection = new(subject.Runbook);

    private readonly HashSet<Step> _unread = [];

    /// <summary>The first step whose script was not read, because shfmt is missing; null when all were read.</summary>
    public Step? Unread { get; private set; }

    /// <summary>Whether the whole script of a step was read, so that what was not found is not there.</summary>
    public bool IsRead(Step step) => !_unread.Contains(step);

    /// <summary>What is wrong with one thing that a step does.</summary>
    public IEnumerable<LintFinding> Check(Step step, ShellFact fact)
    {
        var name = $"the {step.Kind.DisplayName()} step `{step.Id}`";
        switch (fact.Kind)
        {
            case FactKind.Unread:
                Unread ??= step;
                _unread.Add(step);
                break;
            case FactKind.Unreadable:
                _unread.Add(step);
                yield return Error(step, fact, LintCodes.BadShell, $"The script cannot be read as shell: {fact.Words}.",
                    "Fix it; `bash -n` gives details.");
                break;
            case FactKind.Changes or FactKind.Destroys when step.Kind.IsReadOnly():
                yield return Error(step, fact, LintCodes.ChangesInReadOnlyStep,
                    $"`{fact.Words}` changes something, but {name} is read-only.",
                    fact.Words.StartsWith('>') ? "Write to a file from `mktemp`, or below /tmp."
                        : "Move it to a `.mutating` or `.destructive` step behind a gate.");
                break;
            case FactKind.Unclear when step.Kind.IsReadOnly():
                yield return Error(step, fact, LintCodes.UnclearInReadOnlyStep, fact.IsReason
                    ? $"The linter cannot read the code in this command ({fact.Words}), and {name} is read-only."
                    : $"The linter cannot tell what `{fact.Words}` runs, and {name} is read-only.",
                    "Write out the command; pass values as arguments, not as code.");
                break;
            case FactKind.Unlisted when step.Kind.IsReadOnly():
                yield return Unlisted(step, fact, name);
                break;
            case FactKind.Changes or FactKind.Destroys:
                if (_protection.Breaks(step, fact) is { } gate)
                {
                    var protects = string.Join(", ", gate.Protects);
                    yield return Error(step, fact, LintCodes.StopsWhatIsProtected,
                        $"`{fact.Words}` may stop or remove what gate `{gate.Id}` protects ({protects}), but {name} is not behind that "
                            + "gate.",
                        $"Name its target explicitly, or move it to a step behind gate `{gate.Id}`.");
                }

                if (fact.Kind == FactKind.Destroys && step.Kind != StepKind.Destructive
                    && !(step.Kind == StepKind.Rollback && RestoresBackup(fact)))
                {
                    yield return Error(step, fact, LintCodes.DestroysOutsideDestructiveStep,
                        $"`{fact.Words}` deletes permanently, but {name} must be reversible.",
                        "Move it to a `.destructive` step behind its own gate, or keep the data.");
                }

                break;
            case FactKind.Leaks:
                yield return Leak(step, fact);
                break;
            case FactKind.Uses when step.Container is null && NotPinned(fact) is { } problem:
                yield return Error(step, fact, LintCodes.NotPinned, $"`{fact.Words}` {problem}, so {name} cannot find it.",
                    $"Add `{fact.Words}` to `files` in the front matter.");
                break;
        }
    }

    private LintFinding Unlisted(Step step, ShellFact fact, string name) => Found(step, fact, LintCodes.UnknownInReadOnlyStep,
        DiagnosticSeverity.Warning,
        fact.Code == "script" ? $"The linter cannot tell what `{fact.Words}` does: it lies on the host, and {name} is read-only."
            : $"The linter does not know the program `{fact.Words}`, and {name} is read-only.",
        fact.Code == "script" && !fact.Words.StartsWith('/')
            ? "Pin the script with the runbook, or call it by its absolute path and say below `paths` in `lint.yaml` what it does."
            : fact.Code == "script"
            ? $"Pin the script with the runbook, or say in `lint.yaml` what it does: `paths: {{\"{fact.Words}\": reads}}`."
            : $"Say in `lint.yaml` what it does: `programs: {{{fact.Words}: reads}}`.");

    /// <summary>
    /// Whether it puts a backup back, and removes what is not in it: <c>rsync --delete /srv/backup/app/ /srv/app/</c>.
    /// </summary>
    private static bool RestoresBackup(ShellFact fact) => fact.Fields is ["rsync", .. var rest]
        && rest.FirstOrDefault(f => !f.StartsWith('-')) is { } from
        && Array.Exists(Backups, b => from.Contains(b, StringComparison.OrdinalIgnoreCase));

    private string? NotPinned(ShellFact fact)
    {
        // The runbook that includes a part pins the files.
        if (subject.Runbook.IsPart || subject.Runbook.Files.Contains(fact.Words) || fact.Words == subject.Path
            || subject.Runbook.Parts.Any(p => p.Path == fact.Words))
            return null;
        if (subject.Exists(fact.Words))
            return "is not pinned with the runbook";
        return fact.Code == "runs" ? "does not exist and is not pinned" : null;
    }

    private LintFinding Leak(Step step, ShellFact fact) => fact.Code switch
    {
        LintCodes.Traces => Error(step, fact, fact.Code, $"`{fact.Words}` prints every command with its values.",
            "Remove it; print what matters with `echo`."),
        LintCodes.PrintsEnvironment =>
            Error(step, fact, fact.Code, $"`{fact.Words}` prints the whole environment.",
                "Print only the variable you need, or only names: `env | cut -d= -f1`."),
        LintCodes.PrintsSecret =>
            Error(step, fact, fact.Code, $"`{fact.Words}` prints the content of a secret file.",
                "Print facts about it instead: its mode, size or fingerprint."),
        LintCodes.PrintsPublicKey =>
            Error(step, fact, fact.Code, $"`{fact.Words}` prints output derived from a private key.",
                "Print the fingerprint: `ssh-keygen -y … | ssh-keygen -lf -`."),
        _ => Error(step, fact, LintCodes.PrintsContainerEnvironment, $"`{fact.Words}` prints the environment of containers.",
            "Ask only for what you need: `docker inspect --format '{{.State.Status}}'`, `compose config --quiet`."),
    };

    private LintFinding Error(Step step, ShellFact fact, string code, string message, string remedy) =>
        Found(step, fact, code, DiagnosticSeverity.Error, message, remedy);

    private LintFinding Found(Step step, ShellFact fact, string code, DiagnosticSeverity severity, string message, string remedy) =>
        fact.File is { } file
            ? new(file, new(code, severity, fact.At.Line, fact.At.Column, message, remedy)) { StepId = step.Id }
            : new(step.Part ?? subject.Path, new(code, severity, step.Line + fact.At.Line, fact.At.Column, message, remedy))
            {
                StepId = step.Id,
            };
}
