using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runbooks.Diagnostics;

namespace Dashboard.Linting.Rules;

/// <summary>Marks the findings that the steps they are about waive, and finds waivers of nothing.</summary>
public static partial class Waivers
{
    /// <summary>
    /// What can be said of one step alone, and is held by something else too: the sandbox, the masker, a person who looks.
    /// </summary>
    private static readonly FrozenSet<string> Waivable = FrozenSet.ToFrozenSet(
    [
        LintCodes.BadShell, LintCodes.ChangesInReadOnlyStep, LintCodes.UnclearInReadOnlyStep, LintCodes.DestroysOutsideDestructiveStep,
        LintCodes.UnknownInReadOnlyStep, LintCodes.UnreadLanguage, LintCodes.NoVerify, LintCodes.CheckOfRollbackAlone,
        LintCodes.Traces, LintCodes.PrintsEnvironment,
        LintCodes.PrintsSecret, LintCodes.PrintsPublicKey, LintCodes.PrintsContainerEnvironment, LintCodes.WritableSecretMount,
        LintCodes.VariableMayBeEmpty, LintCodes.PrivilegedContainer, LintCodes.DockerSocketMounted, LintCodes.BadCompose,
        LintCodes.NotPinned,
    ]);

    /// <summary>Whether a step can waive findings of a code.</summary>
    public static bool CanWaive(string code) => Waivable.Contains(code) || IsShellcheck(code);

    /// <summary>Whether a code is one of shellcheck's.</summary>
    public static bool IsShellcheck(string code) => ShellcheckCode().IsMatch(code);

    /// <summary>
    /// A finding in a pinned file, once for each step that uses the file; when it cannot be seen that one does, for each step that waives
    /// it, so that none is a dead end.
    /// </summary>
    /// <param name="subject">The runbook.</param>
    /// <param name="finding">What was found.</param>
    /// <param name="users">The ids of steps that are known to use a file.</param>
    public static IEnumerable<LintFinding> OfUsers(LintSubject subject, LintFinding finding, ILookup<string, string> users)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(users);
        var steps = subject.Runbook.Steps;
        var usedBy = steps.Where(s => users[finding.File].Contains(s.Id) || PinnedFileUse.Of(s, subject.Files).Contains(finding.File))
            .ToArray();
        if (usedBy.Length == 0)
            usedBy = [.. steps.Where(s => Waives(s, finding.Diagnostic.Code))];
        return usedBy.Length == 0 ? [finding] : usedBy.Select(s => finding with { StepId = s.Id });
    }

    /// <summary>The findings, those marked that are waived, and behind them the waivers of nothing.</summary>
    /// <param name="subject">The runbook.</param>
    /// <param name="found">What was found.</param>
    /// <param name="isKnown">Whether all findings of a code in a step are among them.</param>
    public static IEnumerable<LintFinding> Apply(LintSubject subject, IReadOnlyCollection<LintFinding> found,
        Func<Step, string, bool> isKnown)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(isKnown);
        var steps = subject.Runbook.Steps.Where(s => s.Waiver is not null).ToLookup(s => s.Id);
        foreach (var finding in found)
        {
            yield return finding.StepId is { } id && steps[id].FirstOrDefault(s => Waives(s, finding.Diagnostic.Code)) is { } step
                ? finding with { Waived = step.Waiver!.Reason }
                : finding;
        }

        foreach (var step in steps.SelectMany(s => s))
        {
            foreach (var code in step.Waiver!.Codes.Where(c => isKnown(step, c)))
            {
                if (!CanWaive(code))
                    yield return Idle(step, $"`{step.Id}` waives {code}, which is no code of a finding that a step can waive.",
                        $"Write one of {string.Join(", ", Waivable.Order(StringComparer.Ordinal))}, or a code of shellcheck (`SC…`).");
                else if (!found.Any(f => f.StepId == step.Id && f.Diagnostic.Code == code))
                    yield return Idle(step, $"`{step.Id}` waives {code}, and has no such finding.",
                        $"Take {code} out of `lint-ignore`: it would hide one that comes later.");
            }
        }

        LintFinding Idle(Step step, string message, string remedy) =>
            new(step.Part ?? subject.Path, new(LintCodes.WaiverOfNothing, DiagnosticSeverity.Warning, step.Line, 1, message, remedy))
            {
                StepId = step.Id,
            };
    }

    private static bool Waives(Step step, string code) => step.Waiver?.Codes.Contains(code) == true && CanWaive(code);

    [GeneratedRegex(@"\ASC[0-9]{4}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShellcheckCode();
}
