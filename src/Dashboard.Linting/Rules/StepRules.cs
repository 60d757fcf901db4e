using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell;

namespace Dashboard.Linting.Rules;

/// <summary>Checks what scripts do against what the kinds of their steps promise.</summary>
internal sealed class StepRules(LintSubject subject)
{
    private readonly Protection _protection = new(subject.Runbook);

    /// <summary>The first step whose script was not read, because shfmt is missing; null when all were read.</summary>
    public Step? Unread { get; private set; }

    /// <summary>What is wrong with one thing that a step does.</summary>
    public IEnumerable<LintFinding> Check(Step step, ShellFact fact)
    {
        var name = $"the {step.Kind.DisplayName()} step `{step.Id}`";
        switch (fact.Kind)
        {
            case FactKind.Unread:
                Unread ??= step;
                break;
            case FactKind.Unreadable:
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
                yield return Error(step, fact, LintCodes.UnclearInReadOnlyStep,
                    $"The linter cannot tell what `{fact.Words}` runs, and {name} is read-only.",
                    "Write out the command; pass values as arguments, not as code.");
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

                if (fact.Kind == FactKind.Destroys && step.Kind != StepKind.Destructive)
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

    private LintFinding Error(Step step, ShellFact fact, string code, string message, string remedy) => fact.File is { } file
        ? new(file, new(code, DiagnosticSeverity.Error, fact.At.Line, fact.At.Column, message, remedy))
        : new(step.Part ?? subject.Path, new(code, DiagnosticSeverity.Error, step.Line + fact.At.Line, fact.At.Column, message, remedy));
}
