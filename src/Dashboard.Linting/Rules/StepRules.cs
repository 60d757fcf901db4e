using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;
using Dashboard.Linting.Shell;

namespace Dashboard.Linting.Rules;

/// <summary>Holds what scripts do against what the kinds of their steps promise.</summary>
internal sealed class StepRules(LintSubject subject)
{
    private readonly Protection _protection = new(subject.Runbook);

    /// <summary>The first step whose script nobody could read; null when all were read.</summary>
    public Step? Unread { get; private set; }

    /// <summary>What is wrong with one thing that a step does.</summary>
    public IEnumerable<LintFinding> Check(Step step, ShellFact fact)
    {
        var name = $"the {step.Kind.Word()} step `{step.Id}`";
        switch (fact.Kind)
        {
            case FactKind.Unread:
                Unread ??= step;
                break;
            case FactKind.Unreadable:
                yield return Error(step, fact, LintCodes.BadShell, $"This is not a valid shell script: {fact.Words}.", "Fix it; `bash -n` says more.");
                break;
            case FactKind.Changes or FactKind.Destroys when step.Kind.IsReadOnly():
                yield return Error(step, fact, LintCodes.ChangesInReadOnlyStep, $"`{fact.Words}` changes something, but {name} must be read-only.",
                    fact.Words.StartsWith('>') ? "Write to a file of `mktemp`, or below /tmp." : "Move it into a `.mutating` or `.destructive` step behind a gate.");
                break;
            case FactKind.Unclear when step.Kind.IsReadOnly():
                yield return Error(step, fact, LintCodes.UnclearInReadOnlyStep, $"It is unclear what `{fact.Words}` runs, but {name} must be read-only.",
                    "Write the command out; give values as arguments, not as code.");
                break;
            case FactKind.Changes or FactKind.Destroys:
                if (_protection.Breaks(step, fact) is { } gate)
                {
                    yield return Error(step, fact, LintCodes.StopsWhatIsProtected, $"`{fact.Words}` may stop or remove what the gate `{gate.Id}` protects ({string.Join(", ", gate.Protects)}), without that gate.",
                        $"Name what it is for, or move it into a step behind `{gate.Id}`.");
                }

                if (fact.Kind == FactKind.Destroys && step.Kind != StepKind.Destructive)
                {
                    yield return Error(step, fact, LintCodes.DestroysOutsideDestructiveStep, $"`{fact.Words}` deletes permanently, but {name} must be reversible.",
                        "Move it into a `.destructive` step behind a gate of its own, or keep what it deletes.");
                }

                break;
            case FactKind.Leaks:
                yield return Leak(step, fact);
                break;
            case FactKind.Uses when step.Container is null && NotPinned(fact) is { } problem:
                yield return Error(step, fact, LintCodes.NotPinned, $"`{fact.Words}` {problem}, so {name} does not find it.", $"Add `{fact.Words}` to `files` in the front matter.");
                break;
        }
    }

    private string? NotPinned(ShellFact fact)
    {
        if (subject.Runbook.Files.Contains(fact.Words) || fact.Words == subject.Path)
            return null;
        return subject.Exists(fact.Words) ? "is not pinned with the runbook" : fact.Code == "runs" ? "is not there, and not pinned" : null;
    }

    private LintFinding Leak(Step step, ShellFact fact) => fact.Code switch
    {
        LintCodes.Traces => Error(step, fact, fact.Code, $"`{fact.Words}` prints each command with all its values.", "Leave it out; print what matters with `echo`."),
        LintCodes.PrintsEnvironment => Error(step, fact, fact.Code, $"`{fact.Words}` prints the whole environment.", "Print the one variable that matters, or only names: `env | cut -d= -f1`."),
        LintCodes.PrintsSecret => Error(step, fact, fact.Code, $"`{fact.Words}` prints what a secret file holds.", "Show what is true of it instead: its mode, its size, its fingerprint."),
        LintCodes.PrintsPublicKey => Error(step, fact, fact.Code, $"`{fact.Words}` prints what it makes of a private key.", "Show the fingerprint: `ssh-keygen -y … | ssh-keygen -lf -`."),
        _ => Error(step, fact, LintCodes.PrintsContainerEnvironment, $"`{fact.Words}` prints the environment of containers.", "Ask for what matters: `docker inspect --format '{{.State.Status}}'`, `compose config --quiet`."),
    };

    private LintFinding Error(Step step, ShellFact fact, string code, string message, string remedy) => fact.File is { } file
        ? new(file, new(code, DiagnosticSeverity.Error, fact.At.Line, fact.At.Column, message, remedy))
        : new(subject.Path, new(code, DiagnosticSeverity.Error, step.Line + fact.At.Line, fact.At.Column, message, remedy));
}
