using Dashboard.Core.Ledger;
using Dashboard.Storage.Database;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Ledger;

/// <summary>Ledger entries as queries give them.</summary>
internal static class LedgerRows
{
    /// <summary>What <see cref="Read"/> reads, from the ledger's table.</summary>
    public const string Select = "SELECT Seq, Stream, Bytes, Hash FROM ledger";

    /// <summary>Reads an entry. What is of another type than it is written in counts as empty, which no hash agrees with.</summary>
    public static LedgerEntry Read(SqliteDataReader row) => new(row.GetInt64(0), row.Text(1), row.GetValue(2) as byte[] ?? [], row.Text(3));
}
