using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.Ledger;

/// <summary>
/// The ledger in SQLite: writes through <see cref="WriteQueue"/>, reads on connections of their own that never wait for the writer (WAL).
/// </summary>
internal sealed class LedgerStore(IOptions<EngineOptions> options, TimeProvider time, ILogger<LedgerStore> log) : ILedgerStore, IDisposable
{
    private const string StreamAfter = $"{LedgerRows.Select} WHERE Stream = $stream AND Seq > $after ORDER BY Seq";

    // From stream to stream along the index, however many entries each of them has.
    private const string AllRuns = """
        WITH RECURSIVE s(x) AS (
            SELECT min(Stream) FROM ledger WHERE Stream >= 'run/' AND Stream < 'run0'
            UNION ALL SELECT (SELECT min(Stream) FROM ledger WHERE Stream > x AND Stream < 'run0') FROM s WHERE x IS NOT NULL)
        SELECT x, (SELECT min(Seq) FROM ledger WHERE Stream = x) AS First FROM s WHERE x IS NOT NULL AND First <= $last ORDER BY First
        """;

    // The plus keeps SQLite from the index of streams: what is new stands together at the end.
    private const string LaterRuns = """
        SELECT Stream, min(Seq) AS First FROM ledger
        WHERE Seq > $after AND Seq <= $last AND +Stream >= 'run/' AND +Stream < 'run0' GROUP BY +Stream ORDER BY First
        """;

    private readonly DatabaseReader _reader = new(options);
    private readonly WriteQueue _queue = new(() => new LedgerWriter(options.Value.DatabaseFile, time), log);

    public Task<RecordedEvent> AppendAsync(
        string runId, Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null,
        CancellationToken cancellation = default) =>
        _queue.WriteAsync(writer => writer.AppendRun(runId, actor, what, blobs ?? []), cancellation);

    public Task AppendAsync(Actor actor, AccountEvent what, CancellationToken cancellation = default) =>
        _queue.WriteAsync(writer => writer.AppendAccount(actor, what), cancellation);

    public Task AppendOutputAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellation = default) =>
        WriteAsync(writer => writer.AppendOutput(chunks), cancellation);

    public Task<ImmutableArray<RecordedEvent>> ReadRunAsync(string runId, CancellationToken cancellation = default) => _reader.ReadAsync(
        "SELECT Seq, Bytes FROM ledger WHERE Stream = $stream ORDER BY Seq",
        reader => RunEvent(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)), cancellation, ("$stream", LedgerStreams.OfRun(runId)));

    public async Task<byte[]?> ReadBlobAsync(string digest, CancellationToken cancellation = default) =>
        (await _reader.ReadAsync("SELECT Bytes FROM blobs WHERE Digest = $digest", reader => reader.GetFieldValue<byte[]>(0), cancellation,
            ("$digest", digest)))
        .FirstOrDefault();

    public Task<ImmutableArray<OutputChunk>> ReadOutputAsync(
        string attemptId, long fromNumber, long maxBytes, CancellationToken cancellation = default) => ReadChunks(
        $"SELECT {ChunkRows.Columns} FROM output_chunks WHERE AttemptId = $attempt AND Number >= $from ORDER BY Number",
        attemptId, fromNumber, maxBytes, atLeastOne: true, cancellation);

    public async Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes,
        CancellationToken cancellation = default)
    {
        var backwards = await ReadChunks(
            $"SELECT {ChunkRows.Columns} FROM output_chunks WHERE AttemptId = $attempt AND Number >= $from ORDER BY Number DESC",
            attemptId, 0, maxBytes, atLeastOne: false, cancellation);
        return [.. backwards.Reverse()];
    }

    public IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(CancellationToken cancellation = default) =>
        ReadEntriesAsync("1 = 1", null, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadStreamAsync(string stream, CancellationToken cancellation = default) =>
        ReadEntriesAsync("Stream = $stream", stream, cancellation);

    public async Task<LedgerEntry?> FindEntryAsync(long sequence, CancellationToken cancellation = default) =>
        (await _reader.ReadAsync($"{LedgerRows.Select} WHERE Seq = $seq", LedgerRows.Read, cancellation, ("$seq", sequence)))
            .FirstOrDefault();

    public Task<ImmutableArray<LedgerEntry>> ReadEntriesAsync(long after, int count, CancellationToken cancellation = default) =>
        _reader.ReadAsync(
            $"{LedgerRows.Select} WHERE Seq > $after ORDER BY Seq LIMIT $count", LedgerRows.Read, cancellation,
            ("$after", after), ("$count", count));

    public Task<ImmutableArray<LedgerEntry>> ReadStreamAfterAsync(string stream, long after, CancellationToken cancellation = default) =>
        _reader.ReadAsync(StreamAfter, LedgerRows.Read, cancellation, ("$stream", stream), ("$after", after));

    public ImmutableArray<LedgerEntry> ReadStreamAfter(string stream, long after) =>
        _reader.Read(StreamAfter, LedgerRows.Read, ("$stream", stream), ("$after", after));

    public Task<ImmutableArray<LedgerEntry>> ReadStreamBackwardsAsync(string stream, long before, int count,
        CancellationToken cancellation = default) =>
        _reader.ReadAsync(
            $"{LedgerRows.Select} WHERE Stream = $stream AND Seq < $before ORDER BY Seq DESC LIMIT $count", LedgerRows.Read, cancellation,
            ("$stream", stream), ("$before", before), ("$count", count));

    public async Task<LedgerEntry?> FindInStreamAsync(string stream, long after, string text, Func<LedgerEntry, bool> fits,
        CancellationToken cancellation = default)
    {
        LedgerEntry? found = null;
        await _reader.ReadWhileAsync(
            $"{LedgerRows.Select} WHERE Stream = $stream AND Seq > $after AND instr(Bytes, CAST($text AS BLOB)) > 0 ORDER BY Seq",
            LedgerRows.Read,
            entry => (found = fits(entry) ? entry : null) is null,
            cancellation, ("$stream", stream), ("$after", after), ("$text", text));
        return found;
    }

    public async Task<long> LastSequenceAsync(string? stream, CancellationToken cancellation = default) => (await _reader.ReadAsync(
        "SELECT coalesce(max(Seq), 0) FROM ledger" + (stream is null ? "" : " WHERE Stream = $stream"), row => row.Number(0), cancellation,
        ("$stream", stream)))[0];

    public Task<ImmutableArray<string>> RunStreamsAsync(long after, long last, CancellationToken cancellation = default) =>
        _reader.ReadAsync(after == 0 ? AllRuns : LaterRuns, row => row.Text(0), cancellation, ("$after", after), ("$last", last));

    public async Task<DateTimeOffset?> LatestTimeAsync(CancellationToken cancellation = default)
    {
        DateTimeOffset? newest = null;
        // A damaged entry has no time, and must not keep the server from starting; the one before it has.
        await _reader.ReadWhileAsync(
            "SELECT Bytes FROM ledger ORDER BY Seq DESC",
            row => LedgerCodec.TryRead(row.GetFieldValue<byte[]>(0))?.At,
            at => (newest ??= at) is null,
            cancellation);
        return newest;
    }

    /// <summary>Carries out some writing in its turn.</summary>
    public Task WriteAsync(Action<LedgerWriter> work, CancellationToken cancellation) => _queue.WriteAsync(
        writer =>
        {
            work(writer);
            return 0;
        },
        cancellation);

    public void Dispose() => _queue.Dispose();

    private async IAsyncEnumerable<LedgerEntry> ReadEntriesAsync(string where, string? stream,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        const int page = 1000;
        // From the least number there can be: an entry that somebody put before the first must be seen.
        for (var from = long.MinValue; ;)
        {
            var entries = await _reader.ReadAsync(
                $"{LedgerRows.Select} WHERE Seq >= $from AND {where} ORDER BY Seq LIMIT $page",
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
