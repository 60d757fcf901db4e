using System.Collections.Immutable;
using Dashboard.Core.Ledger;
using Dashboard.Core.Output;
using Dashboard.Core.Runs;
using Dashboard.Execution.Output;

namespace Dashboard.Engine.Storage;

/// <summary>
/// The ledger and what belongs to it. All evidence of runs is written by one thread on one connection (WAL, <c>synchronous=FULL</c>);
/// every method that writes completes after the commit, so what it acknowledged survives a crash. Entries of changes of accounts are
/// written in the transactions of those changes .
/// </summary>
public interface ILedgerStore : IOutputStore
{
    /// <summary>Appends one run event, and brings the projections up to date, in one transaction.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="what">What happened.</param>
    /// <param name="blobs">Content that the event names by digest (pinned files, an attachment), stored in the same transaction.</param>
    /// <param name="cancellation">Ends the wait for room in the queue, not a write that was taken.</param>
    Task<RecordedEvent> AppendAsync(
        string runId, Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null, CancellationToken cancellation = default);

    /// <summary>Appends one event of the accounts stream that changes none of their tables.</summary>
    Task AppendAsync(Actor actor, AccountEvent what, CancellationToken cancellation = default);

    /// <summary>All events of a run, in order; empty when there is no such run.</summary>
    /// <exception cref="InvalidDataException">One of them is nothing that this version can read: a newer one wrote it, or it was damaged.</exception>
    Task<ImmutableArray<RecordedEvent>> ReadRunAsync(string runId, CancellationToken cancellation = default);

    /// <summary>The content with this SHA-256; null when there is none.</summary>
    Task<byte[]?> ReadBlobAsync(string digest, CancellationToken cancellation = default);

    /// <summary>The last chunks of an attempt that together hold at most <paramref name="maxBytes"/>, in order.</summary>
    Task<ImmutableArray<OutputChunk>> ReadOutputTailAsync(string attemptId, long maxBytes, CancellationToken cancellation = default);

    /// <summary>The entries of one stream, in order, as their exact bytes.</summary>
    IAsyncEnumerable<LedgerEntry> ReadStreamAsync(string stream, CancellationToken cancellation = default);

    /// <summary>The whole ledger, entry by entry, as its exact bytes.</summary>
    IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(CancellationToken cancellation = default);
}
