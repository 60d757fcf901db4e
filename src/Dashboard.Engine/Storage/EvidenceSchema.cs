using Microsoft.Data.Sqlite;

namespace Dashboard.Engine.Storage;

/// <summary>
/// The triggers that keep evidence append-only, and the check that they are there: EF Core's migrations rebuild tables on SQLite
/// and drop their triggers without a word.
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
    public static IReadOnlyDictionary<string, string> Triggers { get; } = MakeTriggers().ToDictionary(t => t.Name, t => t.Sql, StringComparer.Ordinal);

    /// <summary>
    /// The index of outputs: every three characters of the text, without the text, which lies in <c>output_blocks</c>. A search asks for
    /// all trigrams of what is looked for and then looks at the text itself, so the index needs no positions.
    /// </summary>
    public const string SearchIndex =
        "CREATE VIRTUAL TABLE output_index USING fts5(Text, content='', tokenize='trigram', detail=none)";

    /// <summary>What in a database is not as it should be; empty when all is.</summary>
    public static IReadOnlyList<string> Faults(SqliteConnection connection)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                found[reader.GetString(0)] = reader.GetString(1);
        }

        return
        [
            .. Triggers.Where(t => !found.ContainsKey(t.Key)).Select(t => $"the trigger {t.Key} is missing"),
            .. Triggers.Where(t => found.TryGetValue(t.Key, out var sql) && sql != t.Value).Select(t => $"the trigger {t.Key} is not what it should be"),
            .. found.Keys.Where(name => !Triggers.ContainsKey(name)).Select(name => $"there is a trigger {name} that does not belong here"),
        ];
    }

    private static IEnumerable<(string Name, string Sql)> MakeTriggers()
    {
        foreach (var (table, exists) in AppendOnly)
        {
            yield return Trigger($"{table}_no_update", $"BEFORE UPDATE ON {table}", "1", "evidence is never changed");
            yield return Trigger($"{table}_no_delete", $"BEFORE DELETE ON {table}", "1", "evidence is never deleted");
            // A plain trigger does not see the delete inside INSERT OR REPLACE, so the insert itself is guarded, too.
            yield return Trigger($"{table}_no_replace", $"BEFORE INSERT ON {table}", $"EXISTS (SELECT 1 FROM {table} WHERE {exists})", "evidence is never replaced");
        }

        yield return Trigger("ledger_no_gap", "BEFORE INSERT ON ledger", "NEW.Seq <> (SELECT coalesce(max(Seq), 0) + 1 FROM ledger)", "the ledger has no gaps");
    }

    private static (string, string) Trigger(string name, string on, string when, string message) =>
        (name, $"CREATE TRIGGER {name} {on} WHEN {when} BEGIN SELECT RAISE(ABORT, '{message}'); END");
}
