using System.Collections.Immutable;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;

namespace Dashboard.Execution.Output;

/// <summary>Where outputs are kept. What it acknowledged survives a crash.</summary>
public interface IOutputStore
{
    /// <summary>Stores masked output.</summary>
    /// <exception cref="StorageException">It could not be written.</exception>
    Task AppendOutputAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellation = default);

    /// <summary>
    /// The stored output of an attempt from a chunk number on, at most <paramref name="maxBytes"/> (at least one chunk when there is one).
    /// </summary>
    /// <exception cref="StorageException">It could not be read.</exception>
    Task<ImmutableArray<OutputChunk>> ReadOutputAsync(string attemptId, long fromNumber, long maxBytes,
        CancellationToken cancellation = default);

    /// <summary>The last chunks of an attempt that together hold at most <paramref name="maxBytes"/>, in order.</summary>
    Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes, CancellationToken cancellation = default);
}
