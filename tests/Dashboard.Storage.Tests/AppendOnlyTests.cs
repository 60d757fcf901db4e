using Dashboard.Core.Output;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using Microsoft.Data.Sqlite;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

/// <summary>Each statement is tried with the triggers and, as a negative control, without them: without them it succeeds.</summary>
public sealed class AppendOnlyTests
{
    [Theory]
    [InlineData("UPDATE ledger SET Bytes = x'00' WHERE Seq = 1")]
    [InlineData("UPDATE ledger SET Hash = 'x'")]
    [InlineData("DELETE FROM ledger WHERE Seq = 1")]
    [InlineData("DELETE FROM ledger")]
    [InlineData("INSERT OR REPLACE INTO ledger (Seq, Stream, Hash, Bytes) VALUES (1, 's', 'h', x'00')")]
    [InlineData("REPLACE INTO ledger (Seq, Stream, Hash, Bytes) VALUES (2, 's', 'h', x'00')")]
    [InlineData(
        "INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES (1, 's', 'h', x'00') ON CONFLICT (Seq) DO UPDATE SET Bytes = excluded.Bytes")]
    [InlineData("UPDATE OR REPLACE ledger SET Seq = 2 WHERE Seq = 1")]
    [InlineData("INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES (4, 's', 'h', x'00')")]
    [InlineData("INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES (0, 's', 'h', x'00')")]
    [InlineData("UPDATE output_chunks SET Bytes = x'00'")]
    [InlineData("DELETE FROM output_chunks")]
    [InlineData("INSERT OR REPLACE INTO output_chunks (AttemptId, Number, Channel, At, Bytes) VALUES ('a', 1, 0, 0, x'00')")]
    [InlineData("INSERT INTO output_chunks (AttemptId, Number, Channel, At, Bytes) VALUES ('a', 1, 0, 0, x'00') ON CONFLICT DO UPDATE SET "
        + "Bytes = x'00'")]
    [InlineData("UPDATE blobs SET Bytes = x'00'")]
    [InlineData("DELETE FROM blobs")]
    [InlineData("REPLACE INTO blobs (Digest, Bytes) SELECT Digest, x'00' FROM blobs")]
    [InlineData(
        "INSERT INTO blobs (Digest, Bytes) SELECT Digest, x'00' FROM blobs WHERE true ON CONFLICT (Digest) DO UPDATE SET Bytes = x'00'")]
    public async Task EvidenceTable_ChangedBySql_IsRefusedByTheDatabase(string sql)
    {
        await using var harness = await FilledAsync();
        var before = Content(harness);

        Should.Throw<SqliteException>(() => harness.Sql(sql)).SqliteErrorCode.ShouldBe(SQLitePCL.raw.SQLITE_CONSTRAINT);
        Content(harness).ShouldBe(before);

        // A connection of another program, without recursive_triggers, gets no further.
        using (var foreign = Foreign(harness))
            Should.Throw<SqliteException>(() => Sql(foreign, sql)).SqliteErrorCode.ShouldBe(SQLitePCL.raw.SQLITE_CONSTRAINT);
        Content(harness).ShouldBe(before);

        foreach (var trigger in EvidenceSchema.Triggers.Keys)
            harness.Sql($"DROP TRIGGER {trigger}");
        harness.Sql(sql);
        Content(harness).ShouldNotBe(before);
    }

    [Fact]
    public async Task Append_InPlace_IsStillPossible()
    {
        await using var harness = await FilledAsync();

        harness.Sql("INSERT INTO ledger (Seq, Stream, Hash, Bytes) VALUES (3, 's', 'h', x'00')");

        harness.Scalar("SELECT count(*) FROM ledger").ShouldBe(3L);
    }

    private static async Task<StorageHarness> FilledAsync()
    {
        var harness = await StartAsync();
        await harness.Store.AppendAsync("one", Ada, Opened(), ["the runbook"u8.ToArray()]);
        await harness.Store.AppendAsync("one", Ada, Started("a"));
        await harness.Store.AppendOutputAsync([new("a", 1, OutputChannel.Stdout, default, "ok"u8.ToArray())]);
        return harness;
    }

    private static SqliteConnection Foreign(StorageHarness harness)
    {
        var connection = new SqliteConnection($"Data Source={harness.File};Pooling=False");
        connection.Open();
        return connection;
    }

    private static object? Content(StorageHarness harness) => harness.Scalar("""
        SELECT (SELECT group_concat(Seq || Stream || Hash || hex(Bytes)) FROM ledger)
            || (SELECT coalesce(group_concat(Number || hex(Bytes)), '-') FROM output_chunks)
            || (SELECT coalesce(group_concat(Digest || hex(Bytes)), '-') FROM blobs)
        """);
}
