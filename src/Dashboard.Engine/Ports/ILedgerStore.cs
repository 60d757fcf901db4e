using System.Collections.Immutable;
using Dashboard.Core.Accounts;
using Dashboard.Core.Ledger;
using Dashboard.Core.Runs;
using Dashboard.Execution.Output;

namespace Dashboard.Engine.Ports;

/// <summary>
/// The ledger and what belongs to it. All evidence of runs is written by one thread on one connection (WAL, <c>synchronous=FULL</c>);
/// every method that writes completes after the commit, so what it acknowledged survives a crash. Entries of changes of accounts are
/// written in the transactions of those changes .
/// </summary>
public interface ILedgerStore : IOutputStore, IBlobStore
{
    /// <summary>Appends one run event, and brings the projections up to date, in one transaction.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="actor">Who caused it.</param>
    /// <param name="what">What happened.</param>
    /// <param name="blobs">Content that the event names by digest (pinned files, an attachment), stored in the same transaction.</param>
    /// <param name="cancellation">Ends the wait for room in the queue, not a write that was taken.</param>
    Task<RecordedEvent> AppendAsync(
        string runId, Actor actor, RunEvent what, IReadOnlyList<ReadOnlyMemory<byte>>? blobs = null,
        CancellationToken cancellation = default);

    /// <summary>Appends one event of the accounts stream that changes none of their tables.</summary>
    Task AppendAsync(Actor actor, AccountEvent what, CancellationToken cancellation = default);

    /// <summary>All events of a run, in order; empty when there is no such run.</summary>
    /// <exception cref="InvalidDataException">One of them is nothing that this version can read: a newer one wrote it, or it was
    /// damaged.</exception>
    Task<ImmutableArray<RecordedEvent>> ReadRunAsync(string runId, CancellationToken cancellation = default);

    /// <summary>The entries of one stream, in order, as their exact bytes.</summary>
    IAsyncEnumerable<LedgerEntry> ReadStreamAsync(string stream, CancellationToken cancellation = default);

    /// <summary>The whole ledger, entry by entry, as its exact bytes.</summary>
    IAsyncEnumerable<LedgerEntry> ReadLedgerAsync(CancellationToken cancellation = default);

    /// <summary>The entry with this number; null when there is none.</summary>
    Task<LedgerEntry?> FindEntryAsync(long sequence, CancellationToken cancellation = default);

    /// <summary>The entries behind a number, in order, at most <paramref name="count"/>.</summary>
    Task<ImmutableArray<LedgerEntry>> ReadEntriesAsync(long after, int count, CancellationToken cancellation = default);

    /// <summary>The entries of one stream behind a number, in order.</summary>
    Task<ImmutableArray<LedgerEntry>> ReadStreamAfterAsync(string stream, long after, CancellationToken cancellation = default);

    /// <summary>The same, on the calling thread: for a look that finds nothing new nearly every time.</summary>
    ImmutableArray<LedgerEntry> ReadStreamAfter(string stream, long after);

    /// <summary>The entries of one stream before a number, the latest first, at most <paramref name="count"/>.</summary>
    Task<ImmutableArray<LedgerEntry>> ReadStreamBackwardsAsync(string stream, long before, int count,
        CancellationToken cancellation = default);

    /// <summary>The first entry of a stream behind a number whose bytes hold a text and that fits; null when there is none.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="after">The number.</param>
    /// <param name="text">The text.</param>
    /// <param name="fits">Whether an entry that holds the text is the one. No entry behind that one is read.</param>
    /// <param name="cancellation">Ends the wait.</param>
    Task<LedgerEntry?> FindInStreamAsync(string stream, long after, string text, Func<LedgerEntry, bool> fits,
        CancellationToken cancellation = default);

    /// <summary>The number of the last entry of a stream, or of the whole ledger when it is null; 0 when there is none.</summary>
    Task<long> LastSequenceAsync(string? stream, CancellationToken cancellation = default);

    /// <summary>The streams of runs that begin behind one number and not behind the other, in the order in which they begin.</summary>
    Task<ImmutableArray<string>> RunStreamsAsync(long after, long last, CancellationToken cancellation = default);

    /// <summary>The time of the newest entry that can be read; null when there is none.</summary>
    Task<DateTimeOffset?> LatestTimeAsync(CancellationToken cancellation = default);
}
