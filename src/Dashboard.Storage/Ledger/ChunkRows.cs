using Dashboard.Core.Output;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dashboard.Storage.Ledger;

/// <summary>Pieces of output as the database holds them, which may hold anything.</summary>
internal static class ChunkRows
{
    /// <summary>The columns.</summary>
    public const string Columns = "AttemptId, Number, Channel, At, Bytes";

    private static readonly int[] Types = [raw.SQLITE_TEXT, raw.SQLITE_INTEGER, raw.SQLITE_INTEGER, raw.SQLITE_INTEGER, raw.SQLITE_BLOB];

    /// <summary>What is wrong with a row of <see cref="Columns"/>; null when it can be read.</summary>
    public static string? Problem(SqliteDataReader row)
    {
        for (var i = 0; i < Types.Length; i++)
        {
            if (raw.sqlite3_column_type(row.Handle, i) != Types[i])
                return $"{row.GetName(i)} of the wrong type";
        }

        return row.GetInt64(1) < 1 ? $"number {row.GetInt64(1)}"
            : row.GetInt64(2) is not ((long)OutputChannel.Stdout or (long)OutputChannel.Stderr) ? $"stream {row.GetInt64(2)}"
            : row.GetInt64(3) < 0 || row.GetInt64(3) > DateTimeOffset.MaxValue.Ticks ? $"time {row.GetInt64(3)}"
            : null;
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    public static OutputChunk Read(SqliteDataReader row) => Problem(row) is { } problem
        ? throw new InvalidDataException($"The database holds a piece of output that cannot be read: {problem}.")
        : new(row.GetString(0), row.GetInt64(1), (OutputChannel)row.GetInt64(2), new(row.GetInt64(3), TimeSpan.Zero),
            row.GetFieldValue<byte[]>(4));
}
