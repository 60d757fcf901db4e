using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Storage.Database;

/// <summary>Opens connections the one way they are opened here.</summary>
internal static class SqliteConnections
{
    // recursive_triggers: without it, INSERT OR REPLACE deletes rows past the delete triggers.
    private const string Pragmas = """
        PRAGMA busy_timeout = 30000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA trusted_schema = OFF;
        PRAGMA recursive_triggers = ON;
        """;

    // A connection from the pool has its settings still: they belong to its handle. Six statements anew would be half of what a small read
    // costs.
    private static readonly ConditionalWeakTable<SQLitePCL.sqlite3, object> Prepared = [];

    /// <summary>The connection string of a database file.</summary>
    public static string StringOf(string file) => new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 60 }.ToString();

    /// <summary>An open connection.</summary>
    public static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection(StringOf(file));
        try
        {
            connection.Open();
            if (!Prepared.TryGetValue(connection.Handle!, out _))
            {
                Prepare(connection);
                Prepared.AddOrUpdate(connection.Handle!, Pragmas);
            }

            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>An open connection that cannot change anything, not even how the file is kept.</summary>
    public static SqliteConnection OpenReadOnly(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 60,
        }.ToString());
        try
        {
            connection.Open();
            SqliteCommands.Run(connection, "PRAGMA busy_timeout = 30000; PRAGMA trusted_schema = OFF; PRAGMA mmap_size = 1073741824");
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    /// <summary>The same for the connections that EF Core opens.</summary>
    internal sealed class Interceptor : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Prepare(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default)
        {
            Prepare(connection);
            return Task.CompletedTask;
        }
    }
}
