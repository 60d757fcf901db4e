using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Evidence.Search;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Storage;

/// <summary>The ledger in SQLite: writes through <see cref="WriteQueue"/>, reads on connections of their own that never wait for the writer (WAL).</summary>
internal sealed class LedgerStore(IOptions<EngineOptions> options, TimeProvider time, ILogger<LedgerStore> log) : ILedgerStore, IOutputBlocks, IDisposable
{
    /// <summary>The stream of accounts.</summary>
    public const string AccountsStream = "accounts";

    private readonly DatabaseReader _reader = new(options);
    private readonly WriteQueue _queue = new(() => new LedgerWriter(options.Value.DatabaseFile, time), log);

    public Task<RecordedEvent> AppendAsync(
        string runId, Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null, CancellationToken cancellation = default) =>
        _queue.WriteAsync(writer => writer.AppendRun(runId, actor, what, blobs ?? []), cancellation);

    public Task AppendAsync(Actor actor, AccountEvent what, CancellationToken cancellation = default) =>
        _queue.WriteAsync(writer => writer.AppendAccount(actor, what), cancellation);

    public Task AppendOutputAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellation = default) =>
        _queue.WriteAsync(
            writer =>
            {
                writer.AppendOutput(chunks);
                return chunks.Count;
            },
            cancellation);

    public Task<ImmutableArray<RecordedEvent>> ReadRunAsync(string runId, CancellationToken cancellation = default) => _reader.ReadAsync(
        "SELECT Seq, Bytes FROM ledger WHERE Stream = $stream ORDER BY Seq",
        reader => RunEvent(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), cancellation, ("$stream", "run/" + runId));

    public async Task<byte[]?> ReadBlobAsync(string digest, CancellationToken cancellation = default) =>
        (await _reader.ReadAsync("SELECT Bytes FROM blobs WHERE Digest = $digest", reader => reader.GetFieldValue<byte[]>(0), cancellation, ("$digest", digest)))
        .FirstOrDefault();

    public Task<ImmutableArray<OutputChunk>> ReadOutputAsync(
        string attemptId, long fromNumber, long maxBytes, CancellationToken cancellation = default) => ReadChunks(
        $"SELECT {ChunkRows.Columns} FROM output_chunks WHERE AttemptId = $attempt AND Number >= $from ORDER BY Number",
        attemptId, fromNumber, maxBytes, atLeastOne: true, cancellation);

    public async Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes, CancellationToken cancellation = default)
    {
        var backwards = await ReadChunks(
            $"SELECT {ChunkRows.Columns} FROM output_chunks WHERE AttemptId = $attempt AND Number >= $from ORDER BY Number DESC",
            attemptId, 0, maxBytes, atLeastOne: false, cancellation);
        return [.. backwards.Reverse()];
    }

    public IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(CancellationToken cancellation = default) => ReadEntriesAsync("1 = 1", null, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadStreamAsync(string stream, CancellationToken cancellation = default) =>
        ReadEntriesAsync("Stream = $stream", stream, cancellation);

    public Task AddAsync(string attemptId, IReadOnlyList<OutputBlock> blocks, bool whole, CancellationToken cancellation = default) =>
        _queue.WriteAsync(
            writer =>
            {
                writer.AddBlocks(attemptId, blocks, whole);
                return blocks.Count;
            },
            cancellation);

    public void Dispose() => _queue.Dispose();

    private async IAsyncEnumerable<LedgerEntry> ReadEntriesAsync(string where, string? stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int page = 1000;
        // From the least number there can be: an entry that somebody put before the first must be seen.
        for (var from = long.MinValue; ;)
        {
            var entries = await _reader.ReadAsync(
                $"SELECT Seq, Stream, Bytes, Hash FROM ledger WHERE Seq >= $from AND {where} ORDER BY Seq LIMIT $page",
                LedgerRows.Read, cancellation, ("$from", from), ("$page", page), ("$stream", stream));
            foreach (var entry in entries)
                yield return entry;
            if (entries.Length < page)
                yield break;
            from = entries[^1].Sequence + 1;
        }
    }

    private static RecordedEvent RunEvent(long sequence, byte[] bytes)
    {
        try
        {
            return LedgerCodec.ReadRunEvent(bytes);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"Its entry {sequence} is nothing that this version of the dashboard can read: {e.Message}", e);
        }
    }

    private Task<ImmutableArray<OutputChunk>> ReadChunks(
        string sql, string attemptId, long from, long maxBytes, bool atLeastOne, CancellationToken cancellation)
    {
        var (room, taken) = (maxBytes, 0);
        return _reader.ReadWhileAsync(
            sql,
            ChunkRows.Read,
            chunk => ((room -= chunk.Bytes.Length) >= 0) | (taken++ == 0 && atLeastOne),
            cancellation, ("$attempt", attemptId), ("$from", from));
    }
}
