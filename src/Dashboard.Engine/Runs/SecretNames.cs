using System.Collections.Immutable;
using Dashboard.Core.Gates;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Execution.Secrets;

namespace Dashboard.Engine.Runs;

/// <summary>Which secrets of a run the server has: they are kept in its memory alone, and gone when it is restarted.</summary>
internal static class SecretNames
{
    /// <summary>
    /// Those that have to be entered again; empty when all are there, and when the run is closed. What a check wrote is not among them: it
    /// is run again.
    /// </summary>
    /// <param name="runbook">The runbook.</param>
    /// <param name="run">The run.</param>
    /// <param name="memory">What is known of it; null for nothing.</param>
    public static ImmutableArray<string> Missing(Runbook runbook, RunState run, SecretMemory? memory) =>
        [.. Lost(run, memory).Where(name => WriterOf(runbook, run, name) is null or { Kind: not (StepKind.Preflight or StepKind.Smoke) })];

    /// <summary>Why a step cannot start, since it reads what a check wrote, and a restart has lost; null when it can.</summary>
    public static LockReason? Unread(Runbook runbook, RunState run, Step step, SecretMemory memory) =>
        (from name in Lost(run, memory)
         let writer = WriterOf(runbook, run, name)
         where writer is { Kind: StepKind.Preflight or StepKind.Smoke } && writer.Id != step.Id
            && (step.Needs.Contains(writer.Id) || step.Body.Contains(name, StringComparison.Ordinal))
         select new LockReason(LockCode.SecretMissing,
             $"The server has been restarted and no longer has {name}, which “{writer.Title}” wrote.", $"Run “{writer.Title}” again.",
             writer.Id)).FirstOrDefault();

    private static ImmutableArray<string> Lost(RunState run, SecretMemory? memory)
    {
        if (!run.IsOpen || !run.SecretNames.Any())
            return [];
        var named = memory?.Named;
        return [.. run.SecretNames.Where(name => named?.ContainsKey(name) != true).Order(StringComparer.Ordinal)];
    }

    private static Step? WriterOf(Runbook runbook, RunState run, string name) => run.Opened.TypedSecrets.Contains(name)
        ? null
        : run.Written.LastOrDefault(w => w.Name == name && w.Value is null) is { } written ? runbook.FindStep(written.StepId) : null;
}
