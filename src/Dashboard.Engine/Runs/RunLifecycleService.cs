using Dashboard.Execution.Scripts;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Engine.Runs;

/// <summary>Ties the running side to the server's life: recovery at start, an orderly end at stop.</summary>
internal sealed class RunLifecycleService(RunRecovery recovery, ScriptFiles scripts, RunService runs) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        scripts.RemoveAll();
        return recovery.RecoverAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await runs.DisposeAsync();
}
