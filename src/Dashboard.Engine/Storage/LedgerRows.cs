using Dashboard.Core.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Engine.Storage;

/// <summary>Ledger entries as queries give them.</summary>
internal static class LedgerRows
{
    /// <summary>Reads the columns Seq, Stream, Bytes and Hash.</summary>
    public static LedgerEntry Read(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetFieldValue<byte[]>(2), row.GetString(3));
}
