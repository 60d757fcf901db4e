using System.Text.Json;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Live;
using Dashboard.Engine.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>
/// Writes a checkpoint for each approval and for the end of each run, soon after it is in the ledger. What was missed when the server
/// stopped is made up for at the next start.
/// </summary>
internal sealed partial class CheckpointWriter(
    ILedgerStore ledger, CheckpointFile file, RunChangeNotifier feed, IEnumerable<CheckpointPublisher> publishers, TimeProvider time,
    ILogger<CheckpointWriter> log) : BackgroundService
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _changed = new(0);
    private readonly SemaphoreSlim _one = new(1);
    private long _seen = -1;

    /// <summary>Writes the checkpoints that are missing.</summary>
    /// <returns>How many that were.</returns>
    public async Task<int> CatchUpAsync(CancellationToken cancellation = default)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            if (_seen < 0)
                _seen = await LastAgreeingAsync(cancellation);
            var entries = await ledger.ReadEntriesAsync(_seen, 1000, cancellation);
            var written = 0;
            foreach (var entry in entries)
            {
                if (Read(entry) is { Type: "gate-approved" or "run-closed" } known)
                {
                    await file.AppendAsync(new(entry.Sequence, entry.Hash, known.Content.Stream, known.Content.At, known.Type),
                        cancellation);
                    written++;
                }

                _seen = entry.Sequence;
            }

            if (written > 0)
            {
                foreach (var publisher in publishers)
                    publisher.Wake();
            }

            return entries.Length;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        _changed.Dispose();
        _one.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.SubscribeToAll(() => _changed.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await CatchUpAsync(stoppingToken) > 0)
                    continue;
                await _changed.WaitAsync(stoppingToken);
                // Output comes in hundreds: one look is for all that came meanwhile.
                while (_changed.Wait(0, stoppingToken))
                {
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException or JsonException)
            {
                LogFailed(e);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    // An entry that was damaged gets no checkpoint, and must not keep those behind it from theirs.
    private static (LedgerContent Content, string Type)? Read(LedgerEntry entry) =>
        LedgerCodec.TryRead(entry.Bytes.ToArray()) is { Data: { ValueKind: JsonValueKind.Object } data } content
            && data.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? (content, type.GetString()!) : null;

    // A backup that was put back ends before the checkpoints do: what comes after it gets checkpoints of its own.
    private async Task<long> LastAgreeingAsync(CancellationToken cancellation)
    {
        foreach (var checkpoint in await file.NewestFirstAsync(cancellation))
        {
            if (await ledger.FindEntryAsync(checkpoint.Sequence, cancellation) is { } entry && entry.Hash == checkpoint.Hash)
                return checkpoint.Sequence;
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Error, "A checkpoint of the ledger could not be written; it is tried again")]
    private partial void LogFailed(Exception e);
}
