using Dashboard.Core.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>Somewhere else, where checkpoints are sent.</summary>
internal interface ICheckpointSink
{
    /// <summary>Its name, for its file in the data folder.</summary>
    string Name { get; }

    /// <summary>Sends one line.</summary>
    /// <exception cref="IOException">It did not arrive.</exception>
    Task SendAsync(string line, CancellationToken cancellation);
}

/// <summary>
/// Brings each line of the checkpoint file to a place elsewhere, in order, and tries for as long as it takes. A restart forgets none.
/// </summary>
/// <remarks>Without a place there is nothing to do.</remarks>
internal sealed partial class CheckpointPublisher(
    ICheckpointSink? place, CheckpointFile file, TimeProvider time, ILogger<CheckpointPublisher> log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _changed = new(1);

    // The last line that has arrived. Not how many: a file of checkpoints that is moved away begins anew.
    private string MarkFile => $"{file.Path}.{place!.Name}";

    /// <summary>Says that there are new lines.</summary>
    public void Wake() => _changed.Release();

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
        (place as IDisposable)?.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (place is null)
            return;
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _changed.WaitAsync(stoppingToken);
                while (!await SendAllAsync(stoppingToken))
                {
                    await Task.Delay(pause, time, stoppingToken);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }

                pause = FirstPause;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> SendAllAsync(CancellationToken cancellation)
    {
        try
        {
            var lines = File.Exists(file.Path) ? await File.ReadAllLinesAsync(file.Path, cancellation) : [];
            var sent = File.Exists(MarkFile) ? Array.LastIndexOf(lines, await File.ReadAllTextAsync(MarkFile, cancellation)) : -1;
            foreach (var line in lines.Skip(sent + 1))
            {
                await place!.SendAsync(line, cancellation);
                await File.WriteAllTextAsync(MarkFile, line, cancellation);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StorageException)
        {
            LogFailed(place!.Name, file.Path, e);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A checkpoint did not reach the {Place}; it is kept in {File} and tried again")]
    private partial void LogFailed(string place, string file, Exception e);
}
