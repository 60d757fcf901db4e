using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Verification;

/// <summary>
/// Changes as SQLite counts them for one connection: those of the server's own writer, and of whoever has another program
/// (sqlite.org/pragma.html#pragma_data_version).
/// </summary>
internal sealed class DatabaseChanges(string file) : IDatabaseChanges
{
    private SqliteConnection? _connection;

    public long? Number()
    {
        try
        {
            _connection ??= SqliteConnections.OpenReadOnly(file);
            using var command = SqliteCommands.Prepare(_connection, "PRAGMA data_version");
            return command.ExecuteScalar() as long?;
        }
        catch (SqliteException)
        {
            Dispose();
            _connection = null;
            return null;
        }
    }

    public void Dispose() => _connection?.Dispose();
}
