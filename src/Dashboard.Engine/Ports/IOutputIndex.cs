using System.Collections.Immutable;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;

namespace Dashboard.Engine.Ports;

/// <summary>The lines of outputs as they can be searched. Made from outputs, in the background.</summary>
public interface IOutputIndex
{
    /// <summary>How many characters a text has at least that can be found.</summary>
    const int ShortestText = 3;

    /// <summary>Ended attempts whose output cannot be searched yet, with the ledger number of their start, the oldest first.</summary>
    Task<ImmutableArray<(string AttemptId, string RunId, long Start)>> WaitingAsync(int count, CancellationToken cancellation = default);

    /// <summary>Adds blocks of an attempt, and makes them searchable.</summary>
    /// <param name="attemptId">The attempt.</param>
    /// <param name="blocks">The blocks, in order.</param>
    /// <param name="whole">Whether this is the end of its output.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DamagedContentException">They do not fit what is stored of this attempt.</exception>
    Task AddAsync(string attemptId, IReadOnlyList<OutputBlock> blocks, bool whole, CancellationToken cancellation = default);

    /// <summary>The blocks that hold the lines from one number to another, in order.</summary>
    Task<ImmutableArray<OutputBlock>> BlocksAsync(string attemptId, long first, long last, CancellationToken cancellation = default);

    /// <summary>The number of an attempt's last line; 0 when it has none.</summary>
    Task<long> LastLineAsync(string attemptId, CancellationToken cancellation = default);

    /// <summary>Lines that hold a text, of the latest output first.</summary>
    /// <param name="text">
    /// What to look for, at least <see cref="ShortestText"/> characters without regard to case; shorter texts find nothing.
    /// </param>
    /// <param name="filter">Of which attempts.</param>
    /// <param name="cursor">Where the page begins; null for the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<EvidencePage<SearchHit>> SearchAsync(string text, EvidenceFilter filter, string? cursor, int count,
        CancellationToken cancellation = default);
}
