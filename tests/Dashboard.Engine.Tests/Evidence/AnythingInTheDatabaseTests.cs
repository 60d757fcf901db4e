using Dashboard.Engine.Evidence.Search;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Verification;
using Dashboard.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Evidence;

/// <summary>Any value in any column of any table: a verification tells of it, and never ends in an exception.</summary>
public sealed class AnythingInTheDatabaseTests(ITestOutputHelper output)
{
    private const string Ignored = "\0ignored";

    // What no page shows and nothing is decided by. Everything else must be told of.
    private static readonly string[] Irrelevant =
    [
        "attempts.Indexed", "output_chunks.At", "output_blocks.Id", "invitations.First", "invitations.CreatedAt", "invitations.MadeBy",
        "invitations.UsedAt", "AspNetRoles.ConcurrencyStamp", "AspNetUsers.CreatedAt", "AspNetUsers.LastSignIn", "AspNetUsers.Email",
        "AspNetUsers.NormalizedEmail", "AspNetUsers.EmailConfirmed", "AspNetUsers.ConcurrencyStamp", "AspNetUsers.PhoneNumber",
        "AspNetUsers.PhoneNumberConfirmed", "AspNetUsers.TwoFactorEnabled", "AspNetUsers.LockoutEnd",
        "AspNetUsers.LockoutEnabled", "AspNetUsers.AccessFailedCount",
    ];

    [Fact]
    public async Task Value_OfAnyKindAnywhere_IsToldOfAndNeverThrows()
    {
        var (tries, seed) = ((int)Campaign.Number("CUTOVER_ANYTHING_N", 250), Campaign.Seed());
        output.WriteLine($"{tries} tries, seed {seed}");
        await using var engine = await EngineHarness.StartAsync();
        await EvidenceHistory.WalkAsync(engine);
        while (await engine.Services.GetRequiredService<OutputIndexer>().CatchUpAsync(TestContext.Current.CancellationToken) > 0)
        {
        }

        var original = Path.Combine(engine.Folder, "original.db");
        using (var connection = SqliteConnections.Open(Path.Combine(engine.Folder, "data", "dashboard.db")))
        {
            SqliteCommands.Run(connection, $"VACUUM INTO '{original}'");
        }

        Verify(original).ShouldBeEmpty();
        var columns = Columns(original);
        var (random, refused, untold) = (new Random(seed), 0, new SortedSet<string>());
        for (var i = 0; i < tries; i++)
        {
            // Every column comes before one comes again.
            if (i % columns.Length == 0)
                random.Shuffle(columns);
            var (table, column) = columns[i % columns.Length];
            var file = Path.Combine(engine.Folder, "tried.db");
            File.Copy(original, file, overwrite: true);
            var (value, changed) = Change(file, table, column, random, free: (i / columns.Length + i) % 2 == 1);
            if (value is Ignored)
            {
                refused++;
                continue;
            }

            var faults = Should.NotThrow(() => Verify(file), $"try {i}: {table}.{column} = {value}");
            if (changed && faults.Length == 0)
                untold.Add($"{table}.{column}");
        }

        output.WriteLine($"{refused} were refused by the database");
        untold.Except(Irrelevant).ShouldBeEmpty($"seed {seed}");
    }

    [Theory]
    [InlineData("INSERT INTO output_chunks SELECT AttemptId, Number + 1000, 7, At, Bytes FROM output_chunks LIMIT 1", "stream 7")]
    [InlineData("UPDATE output_chunks SET At = 9223372036854775807 WHERE rowid = 1", "time 9223372036854775807")]
    [InlineData("UPDATE output_chunks SET Number = 1000 WHERE rowid = 1", "1000")]
    [InlineData("UPDATE output_chunks SET Bytes = 7 WHERE rowid = 1", "Bytes of the wrong type")]
    [InlineData("UPDATE ledger SET Stream = CAST(Stream AS BLOB) WHERE Seq = 4", "stream")]
    [InlineData("DROP TABLE output_chunks", "no such table")]
    [InlineData("DROP TABLE attempts", "no such table")]
    public async Task Damage_ThatOnceEndedAVerification_IsAFinding(string sql, string found)
    {
        await using var engine = await EngineHarness.StartAsync();
        await EvidenceHistory.WalkAsync(engine);
        var file = Path.Combine(engine.Folder, "data", "dashboard.db");
        Free(file, "");
        using (var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False"))
        {
            connection.Open();
            SqliteCommands.Run(connection, sql);
        }

        Verify(file).ShouldContain(f => f.Found.Contains(found, StringComparison.Ordinal)
            || f.What.Contains(found, StringComparison.Ordinal), string.Join('\n', Verify(file)));
    }

    private static VerifyFault[] Verify(string file) =>
        [.. DatabaseCheck.Run(file, [], new(), new Progress<VerifyProgress>(), CancellationToken.None).Faults];

    private static (string Table, string Column)[] Columns(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False");
        connection.Open();
        using var command = SqliteCommands.Prepare(connection, """
            SELECT s.name, c.name FROM sqlite_schema s JOIN pragma_table_info(s.name) c
            WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%' AND s.name NOT LIKE '\_\_EF%' ESCAPE '\' AND s.name NOT LIKE 'output_index%'
            """);
        using var reader = command.ExecuteReader();
        var columns = new List<(string, string)>();
        while (reader.Read())
            columns.Add((reader.GetString(0), reader.GetString(1)));
        return [.. columns];
    }

    private static (string Value, bool Changed) Change(string file, string table, string column, Random random, bool free)
    {
        if (free)
            Free(file, table);
        using var connection = Open(file);
        if (!free)
        {
            foreach (var trigger in EvidenceSchema.Triggers.Keys)
                SqliteCommands.Run(connection, $"DROP TRIGGER {trigger}");
            SqliteCommands.Run(connection, "CREATE TABLE kept_triggers (x)");
        }

        var value = random.Next(14) switch
        {
            0 => "NULL",
            1 => "-1",
            2 => "0",
            3 => "9223372036854775807",
            4 => "-9223372036854775808",
            5 => "1e300",
            6 => "''",
            7 => "x''",
            8 => "x'ff00fe'",
            9 => "'nonsense'",
            10 => "zeroblob(1000000)",
            11 => $"CAST(\"{column}\" AS BLOB)",
            12 => "'2147483648'",
            _ => "char(55296, 0, 1114111)",
        };
        try
        {
            using var command = SqliteCommands.Prepare(connection,
                $"UPDATE \"{table}\" SET \"{column}\" = {value} WHERE rowid = (SELECT rowid FROM \"{table}\" WHERE \"{column}\" IS NOT "
                    + $"{value} ORDER BY random() LIMIT 1)");
            var changed = command.ExecuteNonQuery() > 0;
            if (!free)
            {
                // As if nothing had been: only the value itself can tell.
                SqliteCommands.Run(connection, "DROP TABLE kept_triggers");
                foreach (var trigger in EvidenceSchema.Triggers.Values)
                    SqliteCommands.Run(connection, trigger);
            }

            return (value, changed);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 19 or 20)
        {
            return (Ignored, false);
        }
    }

    // Nobody kills these: flushes would only cost time.
    private static SqliteConnection Open(string file)
    {
        var connection = new SqliteConnection($"Data Source={file};Pooling=False;Foreign Keys=False");
        connection.Open();
        SqliteCommands.Run(connection, "PRAGMA synchronous=OFF");
        return connection;
    }

    /// <summary>Takes triggers away, and from a table everything that keeps values out of it.</summary>
    private static void Free(string file, string table)
    {
        using var connection = Open(file);
        foreach (var trigger in EvidenceSchema.Triggers.Keys)
            SqliteCommands.Run(connection, $"DROP TRIGGER {trigger}");
        if (table.Length > 0)
            SqliteCommands.Run(connection,
                $"CREATE TABLE freed AS SELECT * FROM \"{table}\"; DROP TABLE \"{table}\"; ALTER TABLE freed RENAME TO \"{table}\"");
    }
}
