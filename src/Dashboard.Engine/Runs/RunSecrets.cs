using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Execution.Masking;
using Dashboard.Execution.Masking.Index;
using Dashboard.Execution.Secrets;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Which secrets a run has, and what people type without them. They are read anew each time: a key may be rendered at any moment.
/// </summary>
internal sealed class RunSecrets(SecretReader reader)
{
    /// <summary>What is switched on.</summary>
    public SecretDefences Defences => reader.Defences;

    /// <summary>Where the runbook's secrets are looked for.</summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="opened">The run, whose inputs hold the paths.</param>
    /// <param name="containers">The containers that steps run in: there a path means another file.</param>
    public static ImmutableArray<SecretSource> Sources(Runbook runbook, RunOpened opened, params IEnumerable<string?> containers) =>
    [
        .. from secret in runbook.Secrets
           let path = opened.Inputs.GetValueOrDefault(secret.File) ?? (Path.IsPathRooted(secret.File) ? secret.File : null)
           from container in containers.Where(c => c is not null).Prepend(secret.Container).Distinct()
           select new SecretSource(secret.File, path, container),
    ];

    /// <summary>Why a step cannot start, because not all it could print could be masked; null when it can.</summary>
    public async Task<LockReason?> StartProblemAsync(RunSession session, Step step)
    {
        // A rollback is never locked: it runs, and its output is held back.
        if (step.Kind == StepKind.Rollback)
            return null;
        using var watch = new SecretWatch(reader, Sources(session.Runbook, session.State.Opened, step.Container),
            session.Secrets, follows: false);
        var problem = (await watch.LookAsync(thorough: true)).Problem ?? CompileProblem(session.Secrets);
        return problem is not null
            ? new(LockCode.Invalid, problem, "Nothing was started. Start the step when the secret can be read.", step.Id)
            : null;
    }

    /// <summary>The text with every secret of the run masked, or why it cannot be kept; whoever typed it still has it.</summary>
    public async Task<(string Text, LockReason? Refusal)> MaskAsync(RunSession session, string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return ("", null);
        var (secrets, refusal) = await ForTextAsync(session);
        return refusal is null ? (secrets.MaskText(text.Trim()), null) : ("", refusal);
    }

    /// <summary>Every secret of the run, or why not all are known.</summary>
    public async Task<(SecretSet Secrets, LockReason? Refusal)> ForTextAsync(RunSession session)
    {
        var sources = Sources(session.Runbook, session.State.Opened, session.Runbook.Steps.Select(s => s.Container).Distinct());
        var readings = await reader.ReadAsync(sources);
        session.Secrets.Add(readings.SelectMany(r => r.Values));
        var problem = readings.FirstOrDefault(r => r is { State: SecretState.Refused, OnlyForSteps: false })?.Words
            ?? CompileProblem(session.Secrets);
        return (session.Secrets.Compile(), problem is null ? null : new(
            LockCode.Invalid, $"It cannot be saved, because a secret in it could not be masked. {problem}",
            "What you typed is still in the field. Save it again when that is fixed."));
    }

    private string? CompileProblem(SecretMemory memory) => reader.Defences.Refusals ? memory.Compile().Problems.FirstOrDefault() : null;
}
