using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Ledger;

/// <summary>The end of the ledger, as one connection sees it in its open transaction, and what is appended there.</summary>
internal sealed class LedgerTail : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly SqliteCommand _entry;
    private readonly Dictionary<string, string> _streams = new(StringComparer.Ordinal);
    private Position _at = Position.Start;

    /// <param name="connection">The connection; whoever gave it disposes of it.</param>
    /// <param name="time">The clock.</param>
    public LedgerTail(SqliteConnection connection, TimeProvider time)
    {
        (_connection, _time) = (connection, time);
        _entry = SqliteCommands.Prepare(connection, "INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES ($seq, $stream, $hash, $bytes)");
        Reload();
    }

    /// <summary>Where the next entry follows.</summary>
    public Position At => _at;

    /// <summary>Appends an entry.</summary>
    public LedgerEntry Append<T>(string stream, Actor actor, T what, out DateTimeOffset at)
    {
        // The ledger's time never goes backwards, whatever happens to the host's clock.
        at = _time.GetUtcNow() is var now && now > _at.Latest ? now : _at.Latest;
        var entry = LedgerCodec.Write(_at.Sequence + 1, _at.Hash, stream, StreamHash(stream), at, actor, what);
        SqliteCommands.Set(_entry, ("$seq", entry.Sequence), ("$stream", stream), ("$hash", entry.Hash), ("$bytes", entry.Bytes.ToArray()));
        _entry.ExecuteNonQuery();
        _at = new(entry.Sequence, entry.Hash, at);
        _streams[stream] = entry.Hash;
        return entry;
    }

    /// <summary>Appends an event of accounts, with the digests of what their tables hold.</summary>
    public LedgerEntry AppendAccount(Actor actor, AccountEvent what) =>
        Append(LedgerStreams.Accounts, actor, AccountTableDigests.Fill(_connection, what), out _);

    /// <summary>Goes back to where it was before entries that were rolled back.</summary>
    public void Reset(Position at)
    {
        _at = at;
        _streams.Clear();
    }

    /// <summary>Reads again where the ledger ends.</summary>
    public void Reload()
    {
        Reset(Position.Start);
        using var command = SqliteCommands.Prepare(_connection, "SELECT Seq, Hash, Bytes FROM ledger ORDER BY Seq DESC");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            if (_at.Sequence == 0)
                _at = new(reader.GetInt64(0), reader.GetString(1), DateTimeOffset.MinValue);
            // A damaged entry has no time; the newest that can be read has.
            if (LedgerCodec.TryRead(reader.GetFieldValue<byte[]>(2)) is { } entry)
            {
                _at = _at with { Latest = entry.At };
                break;
            }
        }
    }

    public void Dispose() => _entry.Dispose();

    private string StreamHash(string stream)
    {
        if (_streams.TryGetValue(stream, out var known))
            return known;
        using var command = SqliteCommands.Prepare(_connection, "SELECT Hash FROM ledger WHERE Stream = $stream ORDER BY Seq DESC LIMIT 1");
        SqliteCommands.Set(command, ("$stream", stream));
        return _streams[stream] = command.ExecuteScalar() as string ?? LedgerCodec.NoHash;
    }

    /// <summary>The last entry, and the latest time in the ledger.</summary>
    internal readonly record struct Position(long Sequence, string Hash, DateTimeOffset Latest)
    {
        /// <summary>Before the first entry.</summary>
        public static Position Start { get; } = new(0, LedgerCodec.NoHash, DateTimeOffset.MinValue);
    }
}
