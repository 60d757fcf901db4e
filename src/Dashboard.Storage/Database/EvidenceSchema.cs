using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Database;

/// <summary>
/// The tables of evidence and the triggers that keep them append-only, and the check that they are there: EF Core's migrations rebuild
/// tables on SQLite and drop their triggers without a word.
/// </summary>
internal static class EvidenceSchema
{
    private static readonly (string Table, string Exists)[] AppendOnly =
    [
        ("ledger", "Seq = NEW.Seq"),
        ("output_chunks", "AttemptId = NEW.AttemptId AND Number = NEW.Number"),
        ("blobs", "Digest = NEW.Digest"),
    ];

    /// <summary>Every trigger, by name.</summary>
    public static IReadOnlyDictionary<string, string> Triggers { get; } = MakeTriggers()
        .ToDictionary(t => t.Name, t => t.Sql, StringComparer.Ordinal);

    /// <summary>
    /// The tables that hold evidence, as the migration makes them: a column that would take anything, or a key that was dropped, shows.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Tables { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ledger"] = """
            CREATE TABLE "ledger" (
                "Seq" INTEGER NOT NULL CONSTRAINT "PK_ledger" PRIMARY KEY,
                "Stream" TEXT NOT NULL,
                "Hash" TEXT NOT NULL,
                "Bytes" BLOB NOT NULL
            )
            """,
        ["output_chunks"] = """
            CREATE TABLE "output_chunks" (
                "AttemptId" TEXT NOT NULL,
                "Number" INTEGER NOT NULL,
                "Channel" INTEGER NOT NULL,
                "At" INTEGER NOT NULL,
                "Bytes" BLOB NOT NULL,
                CONSTRAINT "PK_output_chunks" PRIMARY KEY ("AttemptId", "Number")
            )
            """,
        ["blobs"] = """
            CREATE TABLE "blobs" (
                "Digest" TEXT NOT NULL CONSTRAINT "PK_blobs" PRIMARY KEY,
                "Bytes" BLOB NOT NULL
            )
            """,
    };

    /// <summary>What in a database is not as it should be; empty when all is.</summary>
    public static IReadOnlyList<string> Faults(SqliteConnection connection)
    {
        var (tables, found) = (Made(connection, "table"), Made(connection, "trigger"));
        return
        [
            .. Tables.Where(t => !tables.ContainsKey(t.Key)).Select(t => $"the table {t.Key} is missing"),
            .. Tables.Where(t => tables.TryGetValue(t.Key, out var sql) && sql != t.Value)
                .Select(t => $"the table {t.Key} is not what it should be"),
            .. Triggers.Where(t => !found.ContainsKey(t.Key)).Select(t => $"the trigger {t.Key} is missing"),
            .. Triggers.Where(t => found.TryGetValue(t.Key, out var sql) && sql != t.Value)
                .Select(t => $"the trigger {t.Key} is not what it should be"),
            .. found.Keys.Where(name => !Triggers.ContainsKey(name)).Select(name => $"there is a trigger {name} that does not belong here"),
        ];
    }

    private static Dictionary<string, string> Made(SqliteConnection connection, string type)
    {
        using var command = SqliteCommands.Prepare(connection, "SELECT name, sql FROM sqlite_schema WHERE type = $type");
        SqliteCommands.Set(command, ("$type", type));
        using var reader = command.ExecuteReader();
        var made = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
            made[reader.GetString(0)] = reader.GetString(1);
        return made;
    }

    private static IEnumerable<(string Name, string Sql)> MakeTriggers()
    {
        foreach (var (table, exists) in AppendOnly)
        {
            yield return Trigger($"{table}_no_update", $"BEFORE UPDATE ON {table}", "1", "evidence is never changed");
            yield return Trigger($"{table}_no_delete", $"BEFORE DELETE ON {table}", "1", "evidence is never deleted");
            // A plain trigger does not see the delete inside INSERT OR REPLACE, so the insert itself is guarded, too.
            yield return Trigger($"{table}_no_replace", $"BEFORE INSERT ON {table}", $"EXISTS (SELECT 1 FROM {table} WHERE {exists})",
                "evidence is never replaced");
        }

        yield return Trigger("ledger_no_gap", "BEFORE INSERT ON ledger", "NEW.Seq <> (SELECT coalesce(max(Seq), 0) + 1 FROM ledger)",
            "the ledger has no gaps");
    }

    private static (string, string) Trigger(string name, string on, string when, string message) =>
        (name, $"CREATE TRIGGER {name} {on} WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END");
}
