using System.Collections.Immutable;
using Dashboard.Core.Output;
using Dashboard.Execution.Output;

namespace Dashboard.Engine.Tests.Doubles;

/// <summary>The real store, but for a fault of ours where it takes output.</summary>
internal sealed class BrokenOutputStore(IOutputStore inner) : IOutputStore
{
    public Task AppendOutputAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellation = default) =>
        throw new InvalidOperationException("a fault of ours");

    public Task<ImmutableArray<OutputChunk>> ReadOutputAsync(string attemptId, long fromNumber, long maxBytes,
        CancellationToken cancellation = default) =>
        inner.ReadOutputAsync(attemptId, fromNumber, maxBytes, cancellation);

    public Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes,
        CancellationToken cancellation = default) =>
        inner.ReadOutputTailAsync(attemptId, maxBytes, cancellation);
}
