using Dashboard.Core.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Database;

/// <summary>Turns what SQLite reports into what the ports promise.</summary>
internal static class StorageFault
{
    /// <summary>
    /// The fault in words for people. A damaged page and rows that do not fit the others are one content's fault; a full disk is
    /// everybody's.
    /// </summary>
    public static StorageException Of(Exception e) =>
        e as StorageException ?? (e is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_CONSTRAINT }
            ? new DamagedContentException(Explain(e), e)
            : new StorageException(Explain(e), e));

    /// <summary>Its message and code, for findings of a verification.</summary>
    public static string Words(Exception e) => e is SqliteException { SqliteErrorCode: var code } ? $"{e.Message} ({code})" : e.Message;

    /// <summary>Why something could not be written, in words for people: what is wrong, and what to do.</summary>
    public static string Explain(Exception e) => e is not SqliteException sqlite ? e.Message : sqlite.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_FULL => "The disk is full: free space on the disk of the data folder.",
        SQLitePCL.raw.SQLITE_IOERR => "The disk reports an error: check the disk of the data folder.",
        SQLitePCL.raw.SQLITE_BUSY => "Another process holds the database: stop it (a backup, a shell), and try again.",
        SQLitePCL.raw.SQLITE_READONLY => "The database is read-only: check the permissions and the mount of the data folder.",
        SQLitePCL.raw.SQLITE_CORRUPT => "The database is damaged: keep a copy for the audit, and restore a backup.",
        _ => $"The database refused it: {sqlite.Message}",
    };
}
