using Dashboard.Core.Ledger;

namespace Dashboard.Engine.Ports;

/// <summary>
/// Holds what is stored against itself: the chain, the content that it names, the lists, the lines of outputs, the accounts.
/// </summary>
public interface IDatabaseCheck
{
    /// <summary>Verifies everything. Works beside a running server.</summary>
    /// <param name="checkpoints">What the ledger must agree with.</param>
    /// <param name="faults">What was found before; the report holds these, too.</param>
    /// <param name="progress">Told now and then how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    VerifyReport Run(IReadOnlyList<Checkpoint> checkpoints, FaultList faults, IProgress<VerifyProgress> progress,
        CancellationToken cancellation);

    /// <summary>Holds the lists alone against the ledger. What cannot be read is told as a fault.</summary>
    void CompareLists(FaultList faults, CancellationToken cancellation);

    /// <summary>Begins to watch for changes, whoever makes them.</summary>
    IDatabaseChanges Watch();
}
