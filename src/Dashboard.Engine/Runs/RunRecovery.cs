using Dashboard.Core.Runs;
using Dashboard.Engine.Clocks;
using Dashboard.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Runs;

/// <summary>
/// At start, before any command is taken: an attempt that has a start and no end becomes <em>outcome unknown</em>. Nothing is run
/// again by itself. A change of unknown outcome holds its target until somebody has settled it.
/// </summary>
internal sealed partial class RunRecovery(RunServices services, IRunQueries queries, IRunService runs, LedgerTime ledger, ILogger<RunRecovery> log)
{
    /// <summary>Marks what was interrupted.</summary>
    /// <returns>How many attempts were.</returns>
    public async Task<int> RecoverAsync(CancellationToken cancellation = default)
    {
        var count = 0;
        var behind = await ledger.CatchUpAsync(cancellation);
        foreach (var summary in await queries.OpenRunsAsync(cancellation))
        {
            var state = RunState.Fold(summary.RunId, await services.Store.ReadRunAsync(summary.RunId, cancellation));
            foreach (var attempt in state.Attempts.Where(a => a.IsRunning))
            {
                await services.Store.AppendAsync(summary.RunId, Actor.System, new StepInterrupted
                {
                    AttemptId = attempt.Id,
                    Reason = "The server stopped while it ran. Nobody saw it end.",
                }, cancellation: cancellation);
                LogInterrupted(summary.Number, attempt.StepId, attempt.Started.Number);
                count++;
            }

            if (behind > TimeSpan.Zero)
                await services.Store.AppendAsync(summary.RunId, Actor.System, new ClockChanged { By = -behind, AgeUnknown = true }, cancellation: cancellation);
            await HoldAsync(summary, cancellation);
        }

        return count;
    }

    private async Task HoldAsync(RunSummary summary, CancellationToken cancellation)
    {
        if (await runs.FindAsync(summary.RunId, cancellation) is not { } view)
            return;
        foreach (var attempt in view.State.Attempts.Where(a => a.Settled == Outcome.Unknown))
        {
            if (view.Runbook.FindStep(attempt.StepId) is { } step && Core.Runbooks.StepKinds.ChangesHost(step.Kind))
                services.Holds.Take(attempt.Started.Target, new(summary.RunId, summary.Number, step.Title, attempt.By.Name));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Run {Run}: attempt {Attempt} of {Step} has no end; its outcome is unknown")]
    private partial void LogInterrupted(long run, string step, int attempt);
}
