using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Execution.Processes;

/// <summary>
/// Says in the log, when the server starts, that the limits of the settings cannot be kept on this host. The evidence of each step says it
/// too.
/// </summary>
internal sealed partial class LimitsAtStart(AttemptCgroups cgroups, ILogger<LimitsAtStart> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start: other hosted services are started after the first await.
        await Task.Yield();
        if (cgroups.LimitProblem is { } problem)
            LogNotLimited(problem);
    }

    [LoggerMessage(LogLevel.Warning, "Steps are not limited as Dashboard:StepMemory and Dashboard:StepCpu say: {Problem}")]
    private partial void LogNotLimited(string problem);
}
