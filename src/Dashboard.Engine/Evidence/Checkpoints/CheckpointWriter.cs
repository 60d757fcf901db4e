using System.Text.Json;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Live;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Engine.Evidence.Checkpoints;

/// <summary>
/// Writes a checkpoint for each approval and for the end of each run, soon after it is in the ledger. What was missed when the server
/// stopped is made up for at the next start.
/// </summary>
internal sealed partial class CheckpointWriter(
    DatabaseReader reader, CheckpointFile file, RunFeed feed, IEnumerable<CheckpointCourier> couriers, TimeProvider time, ILogger<CheckpointWriter> log) : BackgroundService
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
            var entries = await reader.ReadAsync(
                "SELECT Seq, Hash, Bytes FROM ledger WHERE Seq > $seen ORDER BY Seq LIMIT 1000",
                row => (Sequence: row.GetInt64(0), Hash: row.Text(1), Entry: Read(row.GetValue(2) as byte[])), cancellation, ("$seen", _seen));
            var written = 0;
            foreach (var (sequence, hash, entry) in entries)
            {
                if (entry is { Type: "gate-approved" or "run-closed" } known)
                {
                    await file.AppendAsync(new(sequence, hash, known.Content.Stream, known.Content.At, known.Type), cancellation);
                    written++;
                }

                _seen = sequence;
            }

            if (written > 0)
            {
                foreach (var courier in couriers)
                    courier.Wake();
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
            catch (Exception e) when (e is StorageException or IOException or UnauthorizedAccessException or SqliteException or JsonException)
            {
                LogFailed(e);
                await Task.Delay(Retry, time, stoppingToken);
            }
        }
    }

    // An entry that was damaged gets no checkpoint, and must not keep those behind it from theirs.
    private static (LedgerContent Content, string Type)? Read(byte[]? bytes) =>
        LedgerCodec.TryRead(bytes) is { Data: { ValueKind: JsonValueKind.Object } data } content && data.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            ? (content, type.GetString()!) : null;

    // A backup that was put back ends before the checkpoints do: what comes after it gets checkpoints of its own.
    private async Task<long> LastAgreeingAsync(CancellationToken cancellation)
    {
        foreach (var checkpoint in await file.NewestFirstAsync(cancellation))
        {
            var hashes = await reader.ReadAsync("SELECT Hash FROM ledger WHERE Seq = $seq", row => row.GetString(0), cancellation, ("$seq", checkpoint.Sequence));
            if (hashes is [var hash] && hash == checkpoint.Hash)
                return checkpoint.Sequence;
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Error, "A checkpoint of the ledger could not be written; it is tried again")]
    private partial void LogFailed(Exception e);
}
