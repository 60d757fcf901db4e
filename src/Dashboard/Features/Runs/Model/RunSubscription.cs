using System.Threading.Channels;
using Dashboard.Engine.Live;

namespace Dashboard.Features.Runs.Model;

/// <summary>
/// Follows a run for a screen: calls back after a change, at most ten times a second, never twice at once. Changes that come
/// in between are one change.
/// </summary>
public sealed class RunSubscription : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Channel<bool> _signal =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly IDisposable _subscription;
    private readonly Task _loop;

    /// <summary>Begins to follow.</summary>
    /// <param name="feed">What tells of changes.</param>
    /// <param name="runId">The run.</param>
    /// <param name="clock">Measures the pause.</param>
    /// <param name="changed">Reads what is true now and shows it.</param>
    public RunSubscription(RunChangeNotifier feed, string runId, TimeProvider clock, Func<Task> changed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        _subscription = feed.Subscribe(runId, () => _signal.Writer.TryWrite(true));
        _loop = Task.Run(() => LoopAsync(clock, changed));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _subscription.Dispose();
        await _stop.CancelAsync();
        _signal.Writer.TryComplete();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task LoopAsync(TimeProvider clock, Func<Task> changed)
    {
        await foreach (var _ in _signal.Reader.ReadAllAsync(_stop.Token))
        {
            try
            {
                await changed();
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // What could not be read or shown now is read and shown at the next change: a screen that follows no more would look as if
                // nothing happened.
            }

            await Task.Delay(Pause, clock, _stop.Token);
        }
    }
}
