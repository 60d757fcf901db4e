using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runbooks;
using Dashboard.Core.Runs;
using Dashboard.Storage.Database;
using Dashboard.Testing;
using static Dashboard.Testing.StorageHarness;

namespace Dashboard.Storage.Tests;

/// <summary>Somebody who may write the file drops the triggers and changes rows. The chain tells, and names the first bad entry.</summary>
[Needs(Need.Time)]
public sealed class TamperedLedgerTests(ITestOutputHelper output)
{
    private const int Entries = 12;

    [Fact]
    public async Task Ledger_ChangedByRawSql_IsDetectedNamingTheFirstBadEntry()
    {
        var (tries, seed) = ((int)Campaign.Number("CUTOVER_TAMPER_N", 10_000), Campaign.Seed());
        output.WriteLine($"{tries} tries, seed {seed}");
        await using var harness = await FilledAsync();
        var untouched = await harness.VerifyAsync();
        untouched.Fault.ShouldBeNull();
        untouched.Count.ShouldBe(Entries);
        var original = await harness.Store.ReadLedgerAsync().ToArrayAsync();
        using var connection = SqliteConnections.Open(harness.File);
        foreach (var trigger in EvidenceSchema.Triggers.Keys)
            Sql(connection, $"DROP TRIGGER {trigger}");
        // Only this connection, which restores rows between tries, does without the waiting for the disk.
        Sql(connection, "PRAGMA synchronous = OFF; CREATE TABLE original AS SELECT * FROM ledger");
        var random = new Random(seed);
        var unseenRowByRow = 0;

        for (var i = 0; i < tries; i++)
        {
            var (sql, firstBad) = Tampering(original, random);
            Sql(connection, sql).ShouldBeGreaterThan(0, sql);

            var verifier = await harness.VerifyAsync();
            // Negative control: whoever checks each row by itself, without the chain, looks at a sample of the same tries.
            if (i % 20 == 0 && await harness.Store.ReadLedgerAsync().AllAsync(e => Digests.Of(e.Bytes.Span) == e.Hash))
                unseenRowByRow++;

            if (sql.StartsWith("/*truncate*/", StringComparison.Ordinal))
                (verifier.Count, verifier.Hash).ShouldNotBe((untouched.Count, untouched.Hash), $"try {i}: {sql}");
            else
                verifier.Fault.ShouldNotBeNull($"try {i}: {sql}").Sequence.ShouldBe(firstBad, $"try {i}: {sql}");
            Sql(connection, "DELETE FROM ledger; INSERT INTO ledger SELECT * FROM original");
        }

        output.WriteLine($"{unseenRowByRow} of {(tries + 19) / 20} are not seen by a check of each row by itself");
        unseenRowByRow.ShouldBeGreaterThan(0, $"seed {seed}");
    }

    [Fact]
    public async Task Ledger_WithoutItsChain_LetsThroughWhatIsDeletedSwappedOrDoubled()
    {
        const int tries = 200;
        await using var harness = await FilledAsync();
        var original = await harness.Store.ReadLedgerAsync().ToArrayAsync();
        using var connection = SqliteConnections.Open(harness.File);
        foreach (var trigger in EvidenceSchema.Triggers.Keys)
            Sql(connection, $"DROP TRIGGER {trigger}");
        Sql(connection, "PRAGMA synchronous = OFF; CREATE TABLE original AS SELECT * FROM ledger");
        var (random, missed) = (new Random(20260131), 0);

        for (var i = 0; i < tries; i++)
        {
            Sql(connection, Tampering(original, random).Sql);
            // What a table with a checksum in each row would notice.
            var rows = await harness.Store.ReadLedgerAsync().ToArrayAsync();
            missed += rows.All(r => Digests.Of(r.Bytes.Span) == r.Hash) ? 1 : 0;
            Sql(connection, "DELETE FROM ledger; INSERT INTO ledger SELECT * FROM original");
        }

        missed.ShouldBeGreaterThan(tries / 4);
    }

    private static (string Sql, long FirstBad) Tampering(LedgerEntry[] original, Random random)
    {
        var a = random.Next(1, Entries + 1);
        var b = random.Next(1, Entries + 1);
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        return random.Next(10) switch
        {
            0 or 1 or 2 => ($"UPDATE ledger SET Bytes = x'{Convert.ToHexString(Flipped(original[a - 1], random))}' WHERE Seq = {a}", a),
            3 => ($"UPDATE ledger SET Hash = replace(Hash, substr(Hash, {1 + random.Next(64)}, 1), 'g') WHERE Seq = {a}", a),
            4 => ($"UPDATE ledger SET Stream = Stream || 'x' WHERE Seq = {a}", a),
            5 when a < Entries => ($"DELETE FROM ledger WHERE Seq = {a}", a),
            5 or 6 => ($"/*truncate*/ DELETE FROM ledger WHERE Seq >= {a}", a),
            7 when low != high => ($"""
                UPDATE ledger SET (Stream, Hash, Bytes) = (SELECT Stream, Hash, Bytes FROM original WHERE original.Seq = {low} + {high} - ledger.Seq)
                WHERE Seq IN ({low}, {high})
                """, low),
            8 => ($"""
                UPDATE ledger SET Seq = -Seq - 1 WHERE Seq > {a};
                UPDATE ledger SET Seq = -Seq WHERE Seq < 0;
                INSERT INTO ledger SELECT {a} + 1, Stream, Hash, Bytes FROM original WHERE Seq = {a};
                """, a + 1),
            9 => ($"INSERT INTO ledger SELECT -{b}, Stream, Hash, Bytes FROM original WHERE Seq = {a}", 1),
            _ => ($"INSERT INTO ledger SELECT {Entries} + {b}, Stream, Hash, Bytes FROM original WHERE Seq = {a}", Entries + 1),
        };
    }

    /// <summary>The bytes with one bit turned over.</summary>
    private static byte[] Flipped(LedgerEntry entry, Random random)
    {
        var bytes = entry.Bytes.ToArray();
        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
        return bytes;
    }

    private static async Task<StorageHarness> FilledAsync()
    {
        var harness = await StartAsync();
        await harness.Store.AppendAsync(Actor.System, new AccountCreated("a1", "ada", [], "i1"));
        await harness.Store.AppendAsync("one", Ada, Opened());
        await harness.Store.AppendAsync("two", Ada, Opened());
        for (var i = 1; i <= (Entries - 3) / 3; i++)
        {
            await harness.Store.AppendAsync("one", Ada, Started($"a{i}", number: i));
            await harness.Store.AppendAsync("two", Ada, new NoteAdded { Text = "The service is down." });
            await harness.Store.AppendAsync("one", Ada, Finished($"a{i}"));
        }

        return harness;
    }
}
