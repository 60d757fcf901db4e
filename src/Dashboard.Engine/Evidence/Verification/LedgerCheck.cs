using System.Globalization;
using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Checkpoints;
using Dashboard.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>Verifies the whole ledger, and everything whose digest it names. Works beside a running server.</summary>
public sealed class LedgerCheck(IOptions<EngineOptions> options, CheckpointFile checkpoints)
{
    /// <summary>Verifies this installation's database against itself and its checkpoints.</summary>
    /// <param name="checkpointFile">Checkpoints that are kept elsewhere; null takes the installation's own.</param>
    /// <param name="signers">The keys that may have signed them (<c>allowed_signers</c>); null takes the installation's own.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database or the checkpoints cannot be read, or the file that was named holds none.</exception>
    public async Task<VerifyReport> RunAsync(
        string? checkpointFile = null, string? signers = null, IProgress<VerifyProgress>? progress = null, CancellationToken cancellation = default)
    {
        var (found, faults) = (await checkpoints.ReadAsync(checkpointFile, signers, progress, cancellation), new FaultList());
        foreach (var bad in found.Bad)
            faults.Add($"checkpoint in line {bad.Line}", "signed line", "a line signed by a key that may", bad.Problem);
        try
        {
            return await Task.Run(() => Run(options.Value.DatabaseFile, found.Good, faults, progress ?? new Progress<VerifyProgress>(), cancellation), cancellation);
        }
        catch (SqliteException e)
        {
            throw new StorageException($"The database {options.Value.DatabaseFile} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Verifies a database file alone: its schema, its chain, the content that the chain names, and what pages make of both.</summary>
    internal static VerifyReport Run(string file, IReadOnlyList<Checkpoint> checkpoints, FaultList faults, IProgress<VerifyProgress> progress, CancellationToken cancellation)
    {
        using var connection = Connections.OpenReadOnly(file);
        Damage.Told(faults, "schema", "what protects the evidence", "a schema that can be read", () =>
        {
            foreach (var fault in EvidenceSchema.Faults(connection))
                faults.Add("schema", "what protects the evidence", "as it was made", fault);
        });
        var (chain, whole, agreeing) = Chain(connection, checkpoints, faults, progress, cancellation);
        // What comes after the first bad entry is not trusted, so it is not asked what it names.
        var outputs = whole ? Content(file, connection, chain.Count, faults, progress, cancellation) : 0;
        var accounts = new AccountCheck(file, cancellation.ThrowIfCancellationRequested);
        if (whole)
            Damage.Told(faults, "accounts", "tables", "tables that can be read", () => accounts.Run(faults));
        return new(file, chain.Count, outputs, chain.Hash, agreeing, faults.ToImmutable()) { Uncovered = [.. accounts.Uncovered] };
    }

    private static long Content(string file, SqliteConnection connection, long entries, FaultList faults, IProgress<VerifyProgress> progress, CancellationToken cancellation)
    {
        var content = new ContentCheck(connection, faults, progress, cancellation);
        var outputs = 0L;
        // Each part for itself: what cannot be read in one of them hides nothing in the others.
        Part("what entries name", () => outputs = content.Run(entries));
        Part("lists", () =>
        {
            using var lists = Connections.OpenReadOnly(file);
            new ListCheck(lists, faults, done => Paused("lists", done, entries)).Run();
        });
        Part("lines of outputs", () => new LineCheck(connection, faults, done => Paused("lines of outputs", done, content.Ends.Count)).Run(content.Ends));
        return outputs;

        void Part(string name, Action work) => Damage.Told(faults, name, "tables", "tables that can be read", work);

        void Paused(string doing, long done, long total)
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new(doing, done, total));
        }
    }

    private static (LedgerVerifier Chain, bool Whole, long Agreeing) Chain(
        SqliteConnection connection, IReadOnlyList<Checkpoint> checkpoints, FaultList faults, IProgress<VerifyProgress> progress, CancellationToken cancellation)
    {
        var chain = new LedgerVerifier();
        var expected = checkpoints.ToLookup(c => c.Sequence);
        var (total, agreeing) = (0L, 0L);
        var whole = Damage.Told(faults, "entries", "table", "a ledger that can be read", () =>
        {
            total = Count(connection);
            LedgerReadAhead.Walk(connection, Next, Paused);
        });
        if (chain.Fault is { } fault)
            faults.Add($"entry {fault.Sequence}", fault.What, fault.Expected, fault.Found);
        else if (whole && checkpoints.Where(c => c.Sequence > chain.Count).MinBy(c => c.Sequence) is { } missing)
            faults.Add($"entry {missing.Sequence}", "existence, by a checkpoint", $"hash {missing.Hash}", $"nothing: the ledger ends with entry {chain.Count}. It was cut short, or an older copy was put in its place");
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
        using var command = Commands.Prepare(connection, "SELECT coalesce(max(Seq), 0) FROM ledger");
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
