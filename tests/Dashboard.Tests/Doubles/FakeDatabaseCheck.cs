using Dashboard.Engine.Ports;

namespace Dashboard.Tests.Doubles;

/// <summary>A database in which nothing is wrong, and nothing changes.</summary>
internal sealed class FakeDatabaseCheck : IDatabaseCheck, IDatabaseChanges
{
    public VerifyReport Run(IReadOnlyList<Checkpoint> checkpoints, FaultList faults, IProgress<VerifyProgress> progress,
        CancellationToken cancellation) =>
        new("the database", 0, 0, null, 0, faults.ToImmutable());

    public void CompareLists(FaultList faults, CancellationToken cancellation)
    {
    }

    public IDatabaseChanges Watch() => this;

    public long? Number() => 1;

    public void Dispose()
    {
    }
}
