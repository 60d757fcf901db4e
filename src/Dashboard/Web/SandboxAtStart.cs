using Dashboard.Execution;

namespace Dashboard.Web;

/// <summary>
/// Tries the sandbox when the server starts, so that its log says at once how read-only steps will run. Nobody waits for it.
/// </summary>
internal sealed partial class SandboxAtStart(ISandbox sandbox, ILogger<SandboxAtStart> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the start: other hosted services are started after the first await.
        await Task.Yield();
        if (await sandbox.TryAsync(anew: false) is var words && words.StartsWith("not confined", StringComparison.Ordinal))
            LogNotConfined(words);
    }

    [LoggerMessage(LogLevel.Warning, "Read-only steps are {Words}")]
    private partial void LogNotConfined(string words);
}
