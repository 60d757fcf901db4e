using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Storage.Ledger;

/// <summary>Walks over the ledger without a copy of any entry.</summary>
internal static class LedgerScan
{
    /// <summary>Takes one row, as its columns hold it.</summary>
    /// <returns>Whether to go on.</returns>
    public delegate bool Visitor(long sequence, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> hash);

    // The log of a database grows while somebody reads: a walk lets go every now and then.
    private const int Page = 20_000;

    /// <summary>Visits every entry, in the order of their numbers.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="visit">Takes each row.</param>
    /// <param name="paused">Called now and then.</param>
    /// <exception cref="SqliteException">The database cannot be read.</exception>
    public static void Walk(SqliteConnection connection, Visitor visit, Action paused)
    {
        var code = raw.sqlite3_prepare_v2(connection.Handle,
            "SELECT Seq, Stream, Bytes, Hash FROM ledger WHERE Seq >= ?1 ORDER BY Seq LIMIT ?2", out var statement);
        SqliteException.ThrowExceptionForRC(code, connection.Handle);
        using (statement)
        {
            // From the least number there can be: an entry that somebody put before the first must be seen.
            for (var from = long.MinValue; ;)
            {
                raw.sqlite3_bind_int64(statement, 1, from);
                raw.sqlite3_bind_int64(statement, 2, Page);
                var rows = 0;
                for (; (code = raw.sqlite3_step(statement)) == raw.SQLITE_ROW; rows++)
                {
                    from = raw.sqlite3_column_int64(statement, 0);
                    if (!visit(from, Column(statement, 1, raw.SQLITE_TEXT), Column(statement, 2, raw.SQLITE_BLOB),
                        Column(statement, 3, raw.SQLITE_TEXT)))
                        return;
                }

                if (code != raw.SQLITE_DONE)
                    SqliteException.ThrowExceptionForRC(code, connection.Handle);
                raw.sqlite3_reset(statement);
                paused();
                if (rows < Page || from == long.MaxValue)
                    return;
                from++;
            }
        }
    }

    // The same bytes as another type are not the same to a query that looks for them: such a column counts as empty, which is noticed.
    private static ReadOnlySpan<byte> Column(sqlite3_stmt statement, int column, int type) =>
        raw.sqlite3_column_type(statement, column) == type ? raw.sqlite3_column_blob(statement, column) : default;
}
