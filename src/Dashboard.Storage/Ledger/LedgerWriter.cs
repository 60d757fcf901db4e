using System.Runtime.InteropServices;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Ledger;

/// <summary>Writes evidence on one connection: the writer thread's own. Prepared commands, one open transaction at a time.</summary>
internal sealed class LedgerWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly LedgerTail _tail;
    private readonly Projections _projections;
    private readonly SqliteCommand _chunk, _blob, _version, _block, _index, _indexed, _begin, _commit, _save, _release;
    private long _seen;

    /// <param name="file">The database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="prepare">Changes the connection's settings; for tests of faults.</param>
    public LedgerWriter(string file, TimeProvider time, Action<SqliteConnection>? prepare = null)
    {
        _connection = SqliteConnections.Open(file);
        prepare?.Invoke(_connection);
        _projections = new Projections(_connection);
        _chunk = SqliteCommands.Prepare(_connection,
            "INSERT INTO output_chunks (AttemptId, Number, Channel, At, Bytes) VALUES ($attempt, $number, $channel, $at, $bytes)");
        // The same content may be pinned by many runs; it is written once and never replaced.
        _blob = SqliteCommands.Prepare(_connection,
            "INSERT INTO blobs (Digest, Bytes) SELECT $digest, $bytes WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE Digest = $digest)");
        _block = SqliteCommands.Prepare(_connection,
            "INSERT INTO output_blocks (AttemptId, FirstLine, Text) VALUES ($attempt, $first, $text) RETURNING Id");
        _index = SqliteCommands.Prepare(_connection, "INSERT INTO output_index (rowid, Text) VALUES ($id, $text)");
        _indexed = SqliteCommands.Prepare(_connection, "UPDATE attempts SET Indexed = 1 WHERE AttemptId = $attempt");
        _begin = SqliteCommands.Prepare(_connection, "BEGIN IMMEDIATE");
        _commit = SqliteCommands.Prepare(_connection, "COMMIT");
        _save = SqliteCommands.Prepare(_connection, "SAVEPOINT one");
        _release = SqliteCommands.Prepare(_connection, "RELEASE one");
        _version = SqliteCommands.Prepare(_connection, "PRAGMA data_version");
        // Before the tail is read: what another connection commits in between is then read once more.
        _seen = DataVersion();
        _tail = new LedgerTail(_connection, time);
    }

    /// <summary>
    /// Whether a transaction is open. SQLite ends one by itself after some errors (sqlite.org/lang_transaction.html, "Response To Errors").
    /// </summary>
    public bool InTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>Carries out a piece of work in a savepoint of the open transaction, so that its failure is its own.</summary>
    public void Isolated(Action work)
    {
        _save.ExecuteNonQuery();
        var before = _tail.At;
        try
        {
            work();
        }
        catch
        {
            // Without its transaction the savepoint is gone, too, and everything else in the batch with it.
            if (!InTransaction)
                throw;
            SqliteCommands.Run(_connection, "ROLLBACK TO one; RELEASE one");
            _tail.Reset(before);
            throw;
        }

        _release.ExecuteNonQuery();
    }

    /// <summary>Begins a transaction that holds the write lock.</summary>
    public void Begin()
    {
        _begin.ExecuteNonQuery();
        // Changes of accounts bring their entries along, and the command line appends, too: the ledger may have grown since our last
        // transaction.
        if (DataVersion() is var version && version != _seen)
        {
            _tail.Reload();
            _seen = version;
        }
    }

    /// <summary>Makes the transaction durable.</summary>
    public void Commit() => _commit.ExecuteNonQuery();

    /// <summary>Takes the transaction back, whatever state it is in, and reads again where the ledger stands.</summary>
    public void Rollback()
    {
        if (InTransaction)
            SqliteCommands.Run(_connection, "ROLLBACK");
        _tail.Reload();
    }

    /// <summary>Appends an event of accounts, with the digests of what their tables hold.</summary>
    public LedgerEntry AppendAccount(Actor actor, AccountEvent what) => _tail.AppendAccount(actor, what);

    /// <summary>Appends a run's event, with its content and its projections.</summary>
    public RecordedEvent AppendRun(string runId, Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>> blobs)
    {
        foreach (var blob in blobs)
        {
            SqliteCommands.Set(_blob, ("$digest", Digests.Of(blob.Span)), ("$bytes", blob.ToArray()));
            _blob.ExecuteNonQuery();
        }

        var entry = _tail.Append(LedgerStreams.OfRun(runId), actor, what, out var at);
        var recorded = new RecordedEvent(entry.Sequence, at, actor, what);
        _projections.Apply(runId, recorded);
        return recorded;
    }

    /// <summary>Stores output.</summary>
    public void AppendOutput(IReadOnlyList<OutputChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            SqliteCommands.Set(_chunk, ("$attempt", chunk.AttemptId), ("$number", chunk.Number), ("$channel", (int)chunk.Channel),
                ("$at", chunk.At.UtcTicks), ("$bytes", Array(chunk.Bytes)));
            _chunk.ExecuteNonQuery();
        }
    }

    /// <summary>Makes output searchable.</summary>
    public void AddBlocks(string attemptId, IReadOnlyList<OutputBlock> blocks, bool whole)
    {
        foreach (var block in blocks)
        {
            SqliteCommands.Set(_block, ("$attempt", attemptId), ("$first", block.FirstLine), ("$text", block.Text));
            var id = (long)_block.ExecuteScalar()!;
            SqliteCommands.Set(_index, ("$id", id), ("$text", block.Plain()));
            _index.ExecuteNonQuery();
        }

        if (!whole)
            return;
        SqliteCommands.Set(_indexed, ("$attempt", attemptId));
        _indexed.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _save.Dispose();
        _release.Dispose();
        _block.Dispose();
        _index.Dispose();
        _indexed.Dispose();
        _tail.Dispose();
        _chunk.Dispose();
        _blob.Dispose();
        _version.Dispose();
        _projections.Dispose();
        _connection.Dispose();
    }

    // As SQLite takes them. Most are an array as they are: a gibibyte of output is not copied once more.
    private static byte[] Array(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var all) && all.Count == all.Array!.Length ? all.Array : bytes.ToArray();

    // Changes when another connection has committed (sqlite.org/pragma.html#pragma_data_version).
    private long DataVersion() => (long)_version.ExecuteScalar()!;
}
