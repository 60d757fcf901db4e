using Dashboard.Engine.Accounts;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Engine.Runs;

/// <summary>
/// Looks at every open run when an account changes, and every few seconds besides: who approved there may still do so, and the clock was
/// not set. It looks at what is true now, whichever way it came about: by a page, by the command line, by a shell beside the server.
/// </summary>
internal sealed class RunWatchdog(RunService runs, AccountChanges changes, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _look = new(0, 1);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private Task _loop = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        changes.Changed += Look;
        _timer = time.CreateTimer(_ => Look(), null, Every, Every);
        _loop = Task.Run(LoopAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        changes.Changed -= Look;
        await _stop.CancelAsync();
        await _loop;
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _stop.Dispose();
        _look.Dispose();
    }

    private void Look()
    {
        try
        {
            _look.Release();
        }
        catch (Exception e) when (e is SemaphoreFullException or ObjectDisposedException)
        {
            // It is about to look already, or the server stops.
        }
    }

    private async Task LoopAsync()
    {
        try
        {
            while (true)
            {
                await _look.WaitAsync(_stop.Token);
                await runs.InspectOpenAsync(_stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The server stops.
        }
    }
}
