using System.Text.Json;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Ledger;

/// <summary>The first entry that is not what it should be.</summary>
/// <param name="Sequence">The number the entry should have.</param>
/// <param name="What">Which part of it is wrong.</param>
/// <param name="Expected">What was expected.</param>
/// <param name="Found">What was found.</param>
public sealed record LedgerFault(long Sequence, string What, string Expected, string Found);

/// <summary>
/// Follows a ledger's hash chain, one entry at a time, from the first to the last, and stops at the first fault.
/// It sees a changed, missing, added, doubled or swapped entry. An end that was cut off shows only against a
/// remembered <see cref="Hash"/> of the last entry.
/// </summary>
public sealed class LedgerVerifier
{
    private readonly Dictionary<string, string> _streams = new(StringComparer.Ordinal);

    /// <summary>How many entries were right.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of the last right entry.</summary>
    public string Hash { get; private set; } = LedgerCodec.NoHash;

    /// <summary>The first fault; null while there is none.</summary>
    public LedgerFault? Fault { get; private set; }

    /// <summary>Looks at the next entry.</summary>
    /// <returns>Whether it is right; once something was wrong, false for good.</returns>
    public bool Next(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Fault ??= Check(entry, Count + 1);
        if (Fault is not null)
            return false;
        Count++;
        Hash = entry.Hash;
        _streams[entry.Stream] = entry.Hash;
        return true;
    }

    private LedgerFault? Check(LedgerEntry entry, long number)
    {
        if (entry.Sequence != number)
            return Differs("number", number, entry.Sequence);
        if (Digests.Of(entry.Bytes.Span) is var hash && hash != entry.Hash)
            return Differs("SHA-256 of its bytes", entry.Hash, hash);
        LedgerContent content;
        try
        {
            content = LedgerCodec.Read(entry.Bytes.Span);
        }
        catch (JsonException e)
        {
            return Differs("bytes", "a ledger entry", e.Message);
        }

        var streamPrevious = _streams.GetValueOrDefault(entry.Stream, LedgerCodec.NoHash);
        return content.Sequence != number ? Differs("number in its bytes", number, content.Sequence)
            : content.Stream != entry.Stream ? Differs("stream in its bytes", entry.Stream, content.Stream)
            : content.Previous != Hash ? Differs("hash of the entry before", Hash, content.Previous)
            : content.StreamPrevious != streamPrevious ? Differs("hash of the stream's entry before", streamPrevious, content.StreamPrevious)
            : null;

        LedgerFault Differs(string what, object expected, object found) => new(number, what, expected.ToString()!, found.ToString()!);
    }
}
