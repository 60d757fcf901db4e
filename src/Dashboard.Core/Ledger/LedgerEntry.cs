using System.Text.Json;
using Dashboard.Core.Runs;

namespace Dashboard.Core.Ledger;

/// <summary>
/// One entry of the ledger: the exact bytes that were written, and where they stand. Never re-serialised: the hash is over
/// <see cref="Bytes"/>.
/// </summary>
/// <param name="Sequence">Its number in the whole ledger, from 1, without gaps.</param>
/// <param name="Stream">What it belongs to: <c>run/ID</c> or <c>accounts</c>.</param>
/// <param name="Bytes">The canonical bytes (see <see cref="LedgerCodec"/>).</param>
/// <param name="Hash">SHA-256 of the bytes, lower-case hex. The bytes name the hash of the entry before.</param>
public sealed record LedgerEntry(long Sequence, string Stream, ReadOnlyMemory<byte> Bytes, string Hash);

/// <summary>What the bytes of an entry say.</summary>
/// <param name="Sequence">Its number in the whole ledger, from 1.</param>
/// <param name="Previous">The hash of the entry before; 64 zeros for the first.</param>
/// <param name="Stream">What it belongs to.</param>
/// <param name="StreamPrevious">The hash of the stream's entry before; 64 zeros for its first. Lets one run be verified without the
/// others.</param>
/// <param name="At">When it was written, in UTC.</param>
/// <param name="Actor">Who caused it.</param>
/// <param name="Data">What happened.</param>
public sealed record LedgerContent(
    long Sequence, string Previous, string Stream, string StreamPrevious, DateTimeOffset At, Actor Actor, JsonElement Data);
