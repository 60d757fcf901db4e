using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace Dashboard.Benchmarks.Ledger;

/// <summary>A table as anybody would write it: one prepared insert, a transaction for each row, as durable as the ledger.</summary>
internal sealed class PlainTable : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;

    /// <param name="file">The database.</param>
    /// <param name="rowLength">How many bytes a row holds.</param>
    public PlainTable(string file, int rowLength)
    {
        _connection = new($"Data Source={file}");
        _connection.Open();
        using var command = _connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            CREATE TABLE plain (Id INTEGER PRIMARY KEY, Bytes BLOB NOT NULL);
            """;
        command.ExecuteNonQuery();
        _insert = _connection.CreateCommand();
        _insert.CommandText = "INSERT INTO plain (Bytes) VALUES ($bytes)";
        _insert.Parameters.AddWithValue("$bytes", RandomNumberGenerator.GetBytes(rowLength));
        _insert.Prepare();
    }

    /// <summary>Inserts rows, one after the other.</summary>
    public void Insert(int rows)
    {
        for (var i = 0; i < rows; i++)
            _insert.ExecuteNonQuery();
    }

    public void Dispose()
    {
        _insert.Dispose();
        _connection.Dispose();
    }
}
