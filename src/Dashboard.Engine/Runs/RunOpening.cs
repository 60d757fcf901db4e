using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runbooks;
using Dashboard.Linting;

namespace Dashboard.Engine.Runs;

/// <summary>Decides whether a run may be opened, and with what.</summary>
internal static class RunOpening
{
    /// <summary>All reasons why not; empty when it may be opened.</summary>
    public static ImmutableArray<LockReason> Problems(EngineOptions options, Person? person, OpenRun request, LibraryRunbook? runbook,
        ImmutableArray<LintFinding> findings)
    {
        if (person is null)
            return [new(LockCode.Role, "You are signed out, or your account is locked.", "Sign in again.")];
        var reasons = ImmutableArray.CreateBuilder<LockReason>();
        if (!person.MayRun)
            reasons.Add(new(LockCode.Role, "Only an operator opens a run.", "Ask a lead for the operator role."));
        if (runbook is null)
        {
            reasons.Add(new(LockCode.NotFound, $"Runbook {request.Slug} not found.", "Choose one from the home page."));
            return reasons.ToImmutable();
        }

        if (request.Seen is { } seen && seen != runbook.Revision)
        {
            reasons.Add(new(LockCode.Changed, "The runbook, or one of its files, has changed since you opened this dialog.",
                "Close it, review the runbook, then open the run."));
            return reasons.ToImmutable();
        }

        if (runbook.Runbook.IsPart)
            reasons.Add(new(LockCode.NotFound, "The file is only to be included: it says `part: true`.",
                "Open a run of a runbook that includes it."));
        if (runbook.Runbook.HasErrors)
            reasons.Add(new(LockCode.RunbookErrors, "The runbook has errors.", "Fix the errors listed on the runbook page."));
        else if (request.Mode == RunMode.Live
            && findings.Count(f => f.IsError) is var errors and > 0)
            reasons.Add(
                new(LockCode.RunbookErrors,
                    $"The linter found {(errors == 1 ? "an error" : $"{errors} errors")} in the runbook or its files.",
                    "Fix the errors listed on the runbook page; a rehearsal can still be opened."));
        if (runbook.Runbook.Steps.IsEmpty)
            reasons.Add(new(LockCode.NotFound, "The runbook has no steps to run.",
                "Give a fence an id and a class, such as {#check .preflight}."));
        if (options.FindTarget(request.Target) is null)
        {
            reasons.Add(new(LockCode.Invalid, $"The target {request.Target} is not configured.",
                $"Choose one of {string.Join(", ", options.AllTargets.Select(t => t.Name))}."));
        }

        foreach (var step in runbook.Runbook.Steps.Where(s => s.Target is not null && options.FindTarget(s.Target) is null))
        {
            reasons.Add(new(LockCode.Invalid, $"“{step.Title}” runs on {step.Target}, which is not configured.",
                $"Set Dashboard:Targets:{step.Target}.", step.Id));
        }

        if (Repeats.Count(runbook.Runbook, request.Inputs) is var steps and > Repeats.MaxSteps)
            reasons.Add(new(LockCode.Invalid, $"With these lists the run would have {steps} steps; at most {Repeats.MaxSteps} are allowed.",
                "Do it in several runs, with a part of the list each."));

        // A relative path means another file in each folder, so nobody could say what to mask.
        foreach (var secret in runbook.Runbook.Secrets)
        {
            if (request.Inputs.GetValueOrDefault(secret.File) is { Length: > 0 } path && !path.StartsWith('/'))
                reasons.Add(new(LockCode.Invalid, $"{secret.File} is the path of a secret file, and “{path}” is not absolute.",
                    "Enter the absolute path, beginning with a slash."));
        }

        if (request.ChangeReference is { Length: > FreeText.MaxReference } reference)
            reasons.Add(new(LockCode.Invalid,
                $"The change reference has {reference.Length} characters; at most {FreeText.MaxReference} are allowed.", "Shorten it."));
        reasons.AddRange(InputRules.Problems([.. runbook.Runbook.AskedInputs], request.Inputs));
        return reasons.ToImmutable();
    }

    /// <summary>The run's first event.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="runbook">The runbook.</param>
    /// <param name="findings">What the linter found: kept with the run, errors of a rehearsal too.</param>
    /// <param name="sandbox">Whether read-only steps are confined, in words.</param>
    public static RunOpened Event(OpenRun request, LibraryRunbook runbook, ImmutableArray<LintFinding> findings, string sandbox) => new()
    {
        Slug = runbook.Slug,
        Title = runbook.Runbook.Title,
        RunbookDigest = runbook.Digest,
        Files = runbook.Files,
        Target = request.Target,
        Mode = request.Mode,
        ChangeReference = string.IsNullOrWhiteSpace(request.ChangeReference) ? null : request.ChangeReference.Trim(),
        Inputs = Values(request, runbook.Runbook, secret: false),
        TypedSecrets = [.. Secrets(request, runbook.Runbook).Keys],
        Sandbox = sandbox,
        Warnings = [.. findings.Select(f => Told(f, runbook))],
    };

    /// <summary>The secrets that were typed: they go into no event.</summary>
    public static ImmutableSortedDictionary<string, string> Secrets(OpenRun request, Runbook runbook) =>
        Values(request, runbook, secret: true);

    // As steps get them, whichever way they were typed.
    private static ImmutableSortedDictionary<string, string> Values(OpenRun request, Runbook runbook, bool secret) =>
        (from input in runbook.AskedInputs
         where input.Type == InputKind.Secret == secret
         let value = InputValues.Normal(input, request.Inputs.GetValueOrDefault(input.Name))
         where value.Length > 0
         select (input.Name, value)).ToImmutableSortedDictionary(i => i.Name, i => i.value, StringComparer.Ordinal);

    private static string Told(LintFinding finding, LibraryRunbook runbook)
    {
        var (file, found) = finding;
        var where = file == runbook.Path ? "line" : $"{file} line";
        var how = finding.Waived is not null ? "waived, " : finding.IsError ? "error, " : "";
        return $"{found.Code} {how}{where} {found.Line}: {found.Message}"
            + (finding.Waived is { } reason ? $" Waived because: {reason}" : "");
    }
}
