using Dashboard.Core.Ledger;
using Dashboard.Engine.Evidence.Checkpoints;
using Dashboard.Engine.Ports;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>Verifies the whole ledger, and everything whose digest it names. Works beside a running server.</summary>
public sealed class LedgerCheck(IDatabaseCheck database, CheckpointFile checkpoints)
{
    /// <summary>Verifies this installation's database against itself and its checkpoints.</summary>
    /// <param name="checkpointFile">Checkpoints that are kept elsewhere; null takes the installation's own.</param>
    /// <param name="signers">The keys that may have signed them (<c>allowed_signers</c>); null takes the installation's own.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database or the checkpoints cannot be read, or the file that was named holds
    /// none.</exception>
    public async Task<VerifyReport> RunAsync(
        string? checkpointFile = null, string? signers = null, IProgress<VerifyProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        var (found, faults) = (await checkpoints.ReadAsync(checkpointFile, signers, progress, cancellation), new FaultList());
        foreach (var bad in found.Bad)
            faults.Add($"checkpoint in line {bad.Line}", "signed line", "a line signed by a key that may", bad.Problem);
        return await Task.Run(() => database.Run(found.Good, faults, progress ?? new Progress<VerifyProgress>(), cancellation),
            cancellation);
    }
}
