using System.Collections.Immutable;

namespace Dashboard.Engine.Ports;

/// <summary>What a verification found.</summary>
/// <param name="Subject">What was verified.</param>
/// <param name="Entries">How many ledger entries were right, one after the other.</param>
/// <param name="Outputs">How many outputs, pinned and attached files had the digests that the ledger names.</param>
/// <param name="LastHash">The hash of the last right entry, by which a bundle is found in a ledger and at a checkpoint; null when there is
/// none.</param>
/// <param name="Checkpoints">How many checkpoints agree.</param>
/// <param name="Faults">All that is wrong, the first one first; at most <see cref="Most"/>.</param>
public sealed record VerifyReport(string Subject, long Entries, long Outputs, string? LastHash, long Checkpoints,
    ImmutableArray<VerifyFault> Faults)
{
    /// <summary>More faults than this are not listed.</summary>
    public const int Most = 100;

    /// <summary>What nothing speaks against and nothing vouches for, in words: it was written before the ledger told of it.</summary>
    public ImmutableArray<string> Uncovered { get; init; } = [];

    /// <summary>Whether all is as it should be.</summary>
    public bool IsGood => Faults.IsEmpty;
}
