using System.Globalization;
using System.Text;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;

namespace Dashboard.Storage.Verification;

/// <summary>
/// Holds the tables that lists are made of against what a right ledger's events make of them. They change with every step, so no trigger
/// protects them: somebody who cannot touch the ledger could still make a list say <c>passed</c>.
/// </summary>
/// <param name="connection">A connection of its own, on which all is read as it stood at one moment; its temporary tables are used.</param>
/// <param name="faults">What is wrong.</param>
/// <param name="paused">Told how many entries were looked at.</param>
internal sealed class ProjectionVerifier(SqliteConnection connection, FaultList faults, Action<long> paused)
{
    private const string Streams = "run/";

    // Whether an output can be searched yet is no event.
    private const string NotDerived = "Indexed";

    // The lists, each with the column by which a person finds the row.
    private static readonly (string Table, string Key, string Where)[] Lists =
        [("runs", "Number", "run"), ("attempts", "Seq", "entry"), ("approvals", "Seq", "entry")];

    /// <summary>Looks at every list.</summary>
    public void Run()
    {
        // Temporary tables hide those of the same name, so what keeps the lists makes them once more; the transaction is the one moment.
        SqliteCommands.Run(connection, """
            PRAGMA temp_store = MEMORY;
            BEGIN;
            CREATE TEMP TABLE runs AS SELECT * FROM main.runs LIMIT 0;
            CREATE INDEX temp.runs_of_check ON runs (RunId);
            CREATE INDEX temp.numbers_of_check ON runs (Number);
            CREATE TEMP TABLE attempts AS SELECT * FROM main.attempts LIMIT 0;
            CREATE INDEX temp.attempts_of_check ON attempts (AttemptId);
            CREATE TEMP TABLE approvals AS SELECT * FROM main.approvals LIMIT 0;
            """);
        Derive();
        foreach (var (table, key, where) in Lists)
            Compare(table, key, where);
        SqliteCommands.Run(connection, "COMMIT");
    }

    private void Derive()
    {
        using var projections = new Projections(connection);
        var done = 0L;
        LedgerScan.Walk(
            connection,
            (_, stream, bytes, _) =>
            {
                done++;
                if (!stream.StartsWith("run/"u8))
                    return true;
                try
                {
                    projections.Apply(Encoding.UTF8.GetString(stream[Streams.Length..]), LedgerCodec.ReadRunEvent(bytes));
                }
                catch (Exception e) when (Damage.IsDamage(e))
                {
                    // An event that cannot be read is told of where entries are read.
                }

                return true;
            },
            () => paused(done));
    }

    private void Compare(string table, string key, string where)
    {
        var columns = Columns(table);
        var (found, expected) = (Only("main", "temp"), Only("temp", "main"));
        foreach (var row in expected.Keys.Union(found.Keys).Order())
        {
            var (right, wrong) = (expected.GetValueOrDefault(row), found.GetValueOrDefault(row));
            var differ = Enumerable.Range(0, columns.Length).Where(i => right is null || wrong is null || right[i] != wrong[i]).ToArray();
            faults.Add($"{where} {row}", $"its row in the list of {table}", Words(right), Words(wrong));

            string Words(string?[]? values) =>
                values is null ? "no row" : string.Join(", ", differ.Select(i => $"{columns[i]} {values[i] ?? "nothing"}"));
        }

        SortedDictionary<long, string?[]> Only(string here, string there)
        {
            var list = string.Join(", ", columns.Select(c => $"\"{c}\""));
            using var command = SqliteCommands.Prepare(connection,
                $"SELECT {list} FROM {here}.{table} EXCEPT SELECT {list} FROM {there}.{table} LIMIT {VerifyReport.Most}");
            using var reader = command.ExecuteReader();
            var rows = new SortedDictionary<long, string?[]>();
            while (reader.Read())
            {
                var row = Enumerable.Range(0, columns.Length)
                    .Select(i => reader.IsDBNull(i) ? null : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)).ToArray();
                rows[long.TryParse(row[Array.IndexOf(columns, key)], CultureInfo.InvariantCulture, out var number) ? number : -1] = row;
            }

            return rows;
        }
    }

    private string[] Columns(string table)
    {
        using var command = SqliteCommands.Prepare(connection,
            $"SELECT name FROM pragma_table_info('{table}', 'temp') WHERE name <> '{NotDerived}'");
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
            names.Add(reader.GetString(0));
        return [.. names];
    }
}
