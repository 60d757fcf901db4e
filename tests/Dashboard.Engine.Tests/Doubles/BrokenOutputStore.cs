using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Engine.Accounts;
using Dashboard.Engine.Storage;

namespace Dashboard.Engine.Tests.Doubles;

/// <summary>The real store, but for a fault of ours where it takes output.</summary>
internal sealed class BrokenOutputStore(ILedgerStore inner) : ILedgerStore
{
    public Task AppendOutputAsync(IReadOnlyList<OutputChunk> chunks, CancellationToken cancellation = default) => throw new InvalidOperationException("a fault of ours");

    public Task<RecordedEvent> AppendAsync(
        string runId, Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null, CancellationToken cancellation = default) =>
        inner.AppendAsync(runId, actor, what, blobs, cancellation);

    public Task AppendAsync(Actor actor, AccountEvent what, CancellationToken cancellation = default) => inner.AppendAsync(actor, what, cancellation);

    public Task<ImmutableArray<RecordedEvent>> ReadRunAsync(string runId, CancellationToken cancellation = default) => inner.ReadRunAsync(runId, cancellation);

    public Task<byte[]?> ReadBlobAsync(string digest, CancellationToken cancellation = default) => inner.ReadBlobAsync(digest, cancellation);

    public Task<ImmutableArray<OutputChunk>> ReadOutputAsync(string attemptId, long fromNumber, long maxBytes, CancellationToken cancellation = default) =>
        inner.ReadOutputAsync(attemptId, fromNumber, maxBytes, cancellation);

    public Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes, CancellationToken cancellation = default) =>
        inner.ReadOutputTailAsync(attemptId, maxBytes, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadStreamAsync(string stream, CancellationToken cancellation = default) => inner.ReadStreamAsync(stream, cancellation);

    public IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(CancellationToken cancellation = default) => inner.ReadLedgerAsync(cancellation);
}
