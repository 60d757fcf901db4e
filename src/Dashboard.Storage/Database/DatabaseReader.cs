using System.Collections.Immutable;
using Dashboard.Engine;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.Database;

/// <summary>Reads on connections of its own, which never wait for the writer (WAL).</summary>
internal sealed class DatabaseReader(IOptions<EngineOptions> options)
{
    /// <summary>All rows of a query.</summary>
    public Task<ImmutableArray<T>> ReadAsync<T>(
        string sql, Func<SqliteDataReader, T> row, CancellationToken cancellation, params (string, object?)[] values) =>
        ReadWhileAsync(sql, row, _ => true, cancellation, values);

    /// <summary>All rows of a query, on the calling thread.</summary>
    public ImmutableArray<T> Read<T>(string sql, Func<SqliteDataReader, T> row, params (string, object?)[] values) =>
        ReadWhile(sql, row, _ => true, values, CancellationToken.None);

    /// <summary>The rows of a query up to the first that does not fit.</summary>
    // Microsoft.Data.Sqlite works synchronously; a reader must not hold up the page that asked.
    public Task<ImmutableArray<T>> ReadWhileAsync<T>(
        string sql, Func<SqliteDataReader, T> row, Func<T, bool> fits, CancellationToken cancellation, params (string, object?)[] values) =>
        Task.Run(() => ReadWhile(sql, row, fits, values, cancellation), cancellation);

    private ImmutableArray<T> ReadWhile<T>(
        string sql, Func<SqliteDataReader, T> row, Func<T, bool> fits, (string, object?)[] values, CancellationToken cancellation)
    {
        try
        {
            using var connection = SqliteConnections.Open(options.Value.DatabaseFile);
            using var command = SqliteCommands.Prepare(connection, sql);
            SqliteCommands.Set(command, values);
            using var reader = command.ExecuteReader();
            var rows = ImmutableArray.CreateBuilder<T>();
            while (reader.Read() && row(reader) is var next && fits(next))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Add(next);
            }

            return rows.ToImmutable();
        }
        catch (SqliteException e)
        {
            throw StorageFault.Of(e);
        }
    }
}
