using System.Collections.Immutable;

namespace Dashboard.Engine.Evidence.Verification;

/// <summary>Something that is not what it should be.</summary>
/// <param name="Where">Where it is, such as <c>entry 17</c> or a file's name.</param>
/// <param name="What">Which part of it is wrong.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found.</param>
public sealed record VerifyFault(string Where, string What, string Expected, string Found);

/// <summary>How far a verification has come.</summary>
/// <param name="Doing">What it looks at, in words.</param>
/// <param name="Done">How many items it has looked at.</param>
/// <param name="Total">How many there are; 0 when that is not known.</param>
public sealed record VerifyProgress(string Doing, long Done, long Total);

/// <summary>What a verification found.</summary>
/// <param name="Subject">What was verified.</param>
/// <param name="Entries">How many ledger entries were right, one after the other.</param>
/// <param name="Outputs">How many outputs, pinned and attached files had the digests that the ledger names.</param>
/// <param name="LastHash">The hash of the last right entry, by which a bundle is found in a ledger and at a checkpoint; null when there is none.</param>
/// <param name="Checkpoints">How many checkpoints agree.</param>
/// <param name="Faults">All that is wrong, the first one first; at most <see cref="Most"/>.</param>
public sealed record VerifyReport(string Subject, long Entries, long Outputs, string? LastHash, long Checkpoints, ImmutableArray<VerifyFault> Faults)
{
    /// <summary>More faults than this are not listed.</summary>
    public const int Most = 100;

    /// <summary>What nothing speaks against and nothing vouches for, in words: it was written before the ledger told of it.</summary>
    public ImmutableArray<string> Uncovered { get; init; } = [];

    /// <summary>Whether all is as it should be.</summary>
    public bool IsGood => Faults.IsEmpty;
}

/// <summary>Collects faults.</summary>
internal sealed class FaultList
{
    // What is found may be as long as an attacker likes.
    private const int Longest = 500;

    private readonly ImmutableArray<VerifyFault>.Builder _faults = ImmutableArray.CreateBuilder<VerifyFault>();

    /// <summary>Whether anything was wrong.</summary>
    public bool Any => _faults.Count > 0;

    public void Add(string where, string what, string expected, string found)
    {
        if (_faults.Count < VerifyReport.Most)
            _faults.Add(new(Short(where), Short(what), Short(expected), Short(found)));
    }

    private static string Short(string text) => Core.Text.TextCut.Shorten(text, Longest);

    public ImmutableArray<VerifyFault> ToImmutable() => _faults.ToImmutable();
}
