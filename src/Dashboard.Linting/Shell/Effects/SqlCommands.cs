using Dashboard.Linting.Shell.Catalogue;
using Dashboard.Linting.Shell.State;

namespace Dashboard.Linting.Shell.Effects;

/// <summary>Database clients: what they do is in the SQL that they are given.</summary>
internal static class SqlCommands
{
    private static readonly HashSet<string> Destroying = ["DELETE", "DROP", "TRUNCATE"];

    private static readonly HashSet<string> Changing =
    [
        "INSERT", "UPDATE", "ALTER", "CREATE", "GRANT", "REVOKE", "REPLACE", "MERGE", "UPSERT", "VACUUM", "REINDEX", "COPY", "CALL", "DO", "EXECUTE", "EXEC", "ATTACH", "DETACH",
        "LOCK", "RENAME", "LOAD", "IMPORT", "REFRESH", "CLUSTER", "OPTIMIZE", "KILL", "SHUTDOWN", "FLUSH", "RESET", "COMMENT", "SECURITY", "REASSIGN", "PREPARE",
        "PG_TERMINATE_BACKEND", "PG_CANCEL_BACKEND", "NEXTVAL", "SETVAL", "LO_IMPORT", "LO_EXPORT", "LO_UNLINK", "PG_RELOAD_CONF", "INTO", "DBLINK_EXEC", "DBLINK", "PG_PROMOTE", "PG_SWITCH_WAL", "PG_ROTATE_LOGFILE", "PG_DROP_REPLICATION_SLOT", "PG_WAL_REPLAY_PAUSE", "START_SLAVE", "STOP",
    ];

    /// <summary>What the command does; null when it is no database client.</summary>
    /// <param name="name">The command.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="read">Reads a file.</param>
    public static Effect? Of(string name, string[] arguments, Flow? input, Func<string, Flow> read)
    {
        string[] sql;
        switch (name)
        {
            case "psql":
                var psql = Arguments.Of(arguments, ["-c", "--command", "-f", "--file", "-d", "--dbname", "-h", "--host", "-p", "--port", "-U", "--username", "-v", "-o", "-P", "-F", "-R", "-T"]);
                foreach (var file in psql.Values.Where(v => v.Name is "-f" or "--file" && v.Value != "-"))
                    input = (input ?? Flow.Silent).Then(read(file.Value));
                sql = [.. psql.Values.Where(v => v.Name is "-c" or "--command").Select(v => v.Value)];
                break;
            case "mysql" or "mariadb" or "clickhouse-client" or "sqlcmd" or "cqlsh":
                sql = [.. Arguments.Of(arguments, ["-e", "--execute", "-q", "-Q", "--query", "-h", "-P", "-u", "-D", "--host", "--user", "--database", "--port", "-S"]).Values.Where(v => v.Name is "-e" or "--execute" or "-q" or "-Q" or "--query").Select(v => v.Value)];
                break;
            case "sqlite3":
                sql = [.. Arguments.Of(arguments, ["-cmd", "-separator", "-init"]).Operands.Skip(1)];
                break;
            case "mongo" or "mongosh":
                return arguments.Contains("--version") ? Effect.None : Effect.Unclear;
            case "pg_restore" or "mysqladmin" or "createdb" or "createuser" or "pg_ctl" or "pg_ctlcluster":
                return arguments.Any(a => a is "status" or "ping" or "version" or "-l" or "--list" or "processlist") ? Effect.None : Effect.Changes;
            default:
                return null;
        }

        if (sql.Length == 0 && input is not null)
        {
            if (input.Text is null)
                return Effect.Unclear;
            sql = [input.Text];
        }

        return sql.Aggregate(Effect.None, (effect, text) => effect.Or(Of(text, isPostgres: name == "psql")));
    }

    /// <summary>What SQL does, by its words outside quotes and comments.</summary>
    private static Effect Of(string sql, bool isPostgres)
    {
        var effect = SymbolicText.IsKnown(sql) ? Effect.None : Effect.Unclear;
        foreach (var word in SqlWords.Of(sql))
        {
            effect = effect.Or(Destroying.Contains(word) ? Effect.Destroys : Changing.Contains(word) ? Effect.Changes : Effect.None);
            // psql's and sqlite's own commands.
            if (word is "\\!" or "\\COPY" or "\\O" or "\\I" or ".SHELL" or ".SYSTEM" or ".RESTORE" or ".IMPORT" or ".READ" or ".OUTPUT" or ".ONCE" or ".BACKUP" or ".SAVE" or ".CLONE")
                effect = effect.Or(Effect.Changes);
            // MySQL's \G only asks for another layout; psql's may write to a file.
            else if (word == (isPostgres ? "\\G" : "\\T"))
                effect = effect.Or(Effect.Changes);
        }

        return effect;
    }
}
