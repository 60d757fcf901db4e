using System.Globalization;
using Dashboard.Core.Ledger;
using Dashboard.Engine;
using Dashboard.Engine.Ports;
using Dashboard.Storage.Database;
using Dashboard.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.Storage.Verification;

/// <summary>Verifies the whole ledger, and everything whose digest it names. Works beside a running server.</summary>
internal sealed class DatabaseCheck(IOptions<EngineOptions> options) : IDatabaseCheck
{
    public VerifyReport Run(IReadOnlyList<Checkpoint> checkpoints, FaultList faults, IProgress<VerifyProgress> progress,
        CancellationToken cancellation)
    {
        try
        {
            return Run(options.Value.DatabaseFile, checkpoints, faults, progress, cancellation);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"The database {options.Value.DatabaseFile} cannot be read: {e.Message}", e);
        }
    }

    public void CompareLists(FaultList faults, CancellationToken cancellation) =>
        Told(faults, "lists", "tables", "tables that can be read", () =>
        {
            using var connection = SqliteConnections.OpenReadOnly(options.Value.DatabaseFile);
            new ProjectionVerifier(connection, faults, _ => cancellation.ThrowIfCancellationRequested()).Run();
        });

    public IDatabaseChanges Watch() => new DatabaseChanges(options.Value.DatabaseFile);

    /// <summary>
    /// Verifies a database file alone: its schema, its chain, the content that the chain names, and what pages make of both.
    /// </summary>
    internal static VerifyReport Run(string file, IReadOnlyList<Checkpoint> checkpoints, FaultList faults,
        IProgress<VerifyProgress> progress, CancellationToken cancellation)
    {
        using var connection = SqliteConnections.OpenReadOnly(file);
        Told(faults, "schema", "what protects the evidence", "a schema that can be read", () =>
        {
            foreach (var fault in EvidenceSchema.Faults(connection))
                faults.Add("schema", "what protects the evidence", "as it was made", fault);
        });
        var (chain, whole, agreeing) = Chain(connection, checkpoints, faults, progress, cancellation);
        // What comes after the first bad entry is not trusted, so it is not asked what it names.
        var outputs = whole ? Content(file, connection, chain.Count, faults, progress, cancellation) : 0;
        var accounts = new AccountVerifier(file, cancellation.ThrowIfCancellationRequested);
        if (whole)
            Told(faults, "accounts", "tables", "tables that can be read", () => accounts.Run(faults));
        return new(file, chain.Count, outputs, chain.Hash, agreeing, faults.ToImmutable()) { Uncovered = [.. accounts.Uncovered] };
    }

    private static long Content(string file, SqliteConnection connection, long entries, FaultList faults,
        IProgress<VerifyProgress> progress, CancellationToken cancellation)
    {
        var content = new ContentVerifier(connection, faults, progress, cancellation);
        var outputs = 0L;
        // Each part for itself: what cannot be read in one of them hides nothing in the others.
        Part("what entries name", () => outputs = content.Run(entries));
        Part("lists", () =>
        {
            using var lists = SqliteConnections.OpenReadOnly(file);
            new ProjectionVerifier(lists, faults, done => Paused("lists", done, entries)).Run();
        });
        Part("lines of outputs", () =>
            new OutputIndexVerifier(connection, faults, done => Paused("lines of outputs", done, content.Ends.Count)).Run(content.Ends));
        return outputs;

        void Part(string name, Action work) => Told(faults, name, "tables", "tables that can be read", work);

        void Paused(string doing, long done, long total)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new(doing, done, total));
        }
    }

    private static (LedgerVerifier Chain, bool Whole, long Agreeing) Chain(
        SqliteConnection connection, IReadOnlyList<Checkpoint> checkpoints, FaultList faults, IProgress<VerifyProgress> progress,
        CancellationToken cancellation)
    {
        var chain = new LedgerVerifier();
        var expected = checkpoints.ToLookup(c => c.Sequence);
        var (total, agreeing) = (0L, 0L);
        var whole = Told(faults, "entries", "table", "a ledger that can be read", () =>
        {
            total = Count(connection);
            LedgerReadAhead.Walk(connection, Next, Paused);
        });
        if (chain.Fault is { } fault)
            faults.Add($"entry {fault.Sequence}", fault.What, fault.Expected, fault.Found);
        else if (whole && checkpoints.Where(c => c.Sequence > chain.Count).MinBy(c => c.Sequence) is { } missing)
            faults.Add($"entry {missing.Sequence}", "existence, by a checkpoint", $"hash {missing.Hash}",
                $"nothing: the ledger ends with entry {chain.Count}. It was cut short, or an older copy was put in its place");
        return (chain, whole && chain.Fault is null, agreeing);

        bool Next(long sequence, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> hash)
        {
            if (!chain.Next(sequence, stream, bytes, hash))
                return false;
            foreach (var checkpoint in expected[sequence])
            {
                if (checkpoint.Hash == chain.Hash)
                    agreeing++;
                else
                    faults.Add($"entry {sequence}", "hash, by a checkpoint", checkpoint.Hash, chain.Hash);
            }

            return true;
        }

        void Paused()
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new("entries", chain.Count, total));
        }
    }

    private static long Count(SqliteConnection connection)
    {
        using var command = SqliteCommands.Prepare(connection, "SELECT coalesce(max(Seq), 0) FROM ledger");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    private static bool Told(FaultList faults, string where, string what, string expected, Action work) =>
        Damage.Told(faults, where, what, expected, work, StorageFault.Words);
}
