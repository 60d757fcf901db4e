using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Evidence.Queries;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Runs;

/// <summary>
/// At start, before any command is taken: an attempt that has a start and no end becomes <em>outcome unknown</em>. Nothing is run
/// again by itself. A change of unknown outcome holds its target until somebody has settled it.
/// </summary>
internal sealed partial class RunRecovery(RunDependencies services, IRunQueries queries, RunReader reader, LedgerTime ledger,
    ILogger<RunRecovery> log)
{
    /// <summary>Marks what was interrupted. A run that cannot be read is left as it is, and told of.</summary>
    /// <returns>How many attempts were.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellation = default)
    {
        var count = 0;
        var behind = await ledger.CatchUpAsync(cancellation);
        foreach (var summary in await queries.OpenRunsAsync(cancellation))
        {
            try
            {
                count += await RecoverAsync(summary, behind, cancellation);
            }
            catch (Exception e) when (Damage.IsDamage(e) && e is not StorageException)
            {
                LogUnreadable(summary.Number, e);
            }
        }

        return count;
    }

    private async Task<int> RecoverAsync(RunSummary summary, TimeSpan behind, CancellationToken cancellation)
    {
        if (await reader.StateAsync(summary.RunId, cancellation) is not { } state)
            return 0;
        var count = 0;
        foreach (var attempt in state.Attempts.Where(a => a.IsRunning))
        {
            await services.Store.AppendAsync(summary.RunId, Actor.System, new StepInterrupted
            {
                AttemptId = attempt.Id,
                Reason = "Outcome unknown: the server stopped during this step.",
            }, cancellation: cancellation);
            LogInterrupted(summary.Number, attempt.StepId, attempt.Started.Number);
            count++;
        }

        if (behind > TimeSpan.Zero)
            await services.Store.AppendAsync(summary.RunId, Actor.System, new ClockChanged { By = -behind, AgeUnknown = true },
                cancellation: cancellation);
        foreach (var attempt in (await reader.StateAsync(summary.RunId, cancellation))!.Attempts.Where(a => a.Settled == Outcome.Unknown))
            await HoldAsync(summary, attempt, cancellation);
        return count;
    }

    private async Task HoldAsync(RunSummary summary, Attempt attempt, CancellationToken cancellation)
    {
        // The runbook may be the very thing that cannot be read; entries tell the kind, too, since they have had one.
        var (kind, title) = await StepAsync(summary.RunId, attempt.StepId, cancellation) is { } step
            ? (step.Kind, step.Title)
            : (attempt.Started.Kind, attempt.Started.Title ?? attempt.StepId);
        if (kind is { } known && StepKinds.ChangesHost(known))
            services.Holds.Take(attempt.Started.Target, new(summary.RunId, summary.Number, title, attempt.By.Name));
    }

    private async Task<Step?> StepAsync(string runId, string stepId, CancellationToken cancellation)
    {
        try
        {
            return (await reader.FindAsync(runId, cancellation))?.Runbook.FindStep(stepId);
        }
        catch (UnreadableRunException)
        {
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run}: attempt {Attempt} of {Step} has no end; its outcome is unknown")]
    private partial void LogInterrupted(long run, string step, int attempt);

    [LoggerMessage(LogLevel.Error, "Run {Run} cannot be read, and is left as it is")]
    private partial void LogUnreadable(long run, Exception e);
}
