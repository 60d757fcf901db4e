using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
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
    private const int HexLength = 64;

    private readonly Dictionary<string, byte[]> _streams = new(StringComparer.Ordinal);
    private readonly byte[] _hash = Encoding.ASCII.GetBytes(LedgerCodec.NoHash);
    private byte[] _stream = [];
    private byte[]? _latest;

    /// <summary>How many entries were right.</summary>
    public long Count { get; private set; }

    /// <summary>The hash of the last right entry.</summary>
    public string Hash => Encoding.ASCII.GetString(_hash);

    /// <summary>The first fault; null while there is none.</summary>
    public LedgerFault? Fault { get; private set; }

    /// <summary>Looks at the next entry.</summary>
    /// <returns>Whether it is right; once something was wrong, false for good.</returns>
    public bool Next(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return Next(entry.Sequence, Encoding.UTF8.GetBytes(entry.Stream), entry.Bytes.Span, Encoding.UTF8.GetBytes(entry.Hash));
    }

    /// <summary>Looks at the next entry, as its columns hold it, in UTF-8.</summary>
    /// <returns>Whether it is right; once something was wrong, false for good.</returns>
    public bool Next(long sequence, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> hash)
    {
        if (Fault is not null)
            return false;
        var streamPrevious = PreviousOf(stream);
        // A ledger is nearly always right: that is seen by comparing bytes. Whatever they cannot tell is read, and told in words.
        if (!IsAsWritten(sequence, stream, bytes, hash, streamPrevious))
        {
            Fault = Check(new(sequence, Encoding.UTF8.GetString(stream), bytes.ToArray(), Encoding.UTF8.GetString(hash)), Count + 1);
            if (Fault is not null)
                return false;
        }

        Count++;
        hash.CopyTo(_hash);
        if (streamPrevious is null)
            _latest = _streams[Encoding.UTF8.GetString(stream)] = streamPrevious = new byte[HexLength];
        hash.CopyTo(streamPrevious);
        return true;
    }

    // An entry's stream is mostly that of the entry before.
    private byte[]? PreviousOf(ReadOnlySpan<byte> stream)
    {
        if (!stream.SequenceEqual(_stream))
        {
            _stream = stream.ToArray();
            _latest = _streams.GetValueOrDefault(Encoding.UTF8.GetString(stream));
        }

        return _latest;
    }

    // Whether the entry has the right digest, and begins as LedgerCodec.Write would begin it at this place.
    private bool IsAsWritten(long sequence, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> hash,
        byte[]? streamPrevious)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> hex = stackalloc byte[HexLength];
        SHA256.HashData(bytes, digest);
        Convert.TryToHexStringLower(digest, hex, out _);
        if (sequence != Count + 1 || !hash.SequenceEqual(hex) || stream.Length > 100)
            return false;
        Span<byte> head = stackalloc byte[400];
        var length = 0;
        Add(head, "{\"seq\":"u8, ref length);
        Utf8Formatter.TryFormat(sequence, head[length..], out var digits);
        length += digits;
        Add(head, ",\"prev\":\""u8, ref length);
        Add(head, _hash, ref length);
        Add(head, "\",\"stream\":\""u8, ref length);
        Add(head, stream, ref length);
        Add(head, "\",\"streamPrev\":\""u8, ref length);
        Add(head, streamPrevious ?? "0000000000000000000000000000000000000000000000000000000000000000"u8, ref length);
        Add(head, "\",\"at\":\""u8, ref length);
        return bytes.StartsWith(head[..length]);
    }

    private static void Add(Span<byte> to, ReadOnlySpan<byte> bytes, ref int length)
    {
        bytes.CopyTo(to[length..]);
        length += bytes.Length;
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

        var streamPrevious = _streams.TryGetValue(entry.Stream, out var known) ? Encoding.ASCII.GetString(known) : LedgerCodec.NoHash;
        return content.Sequence != number ? Differs("number in its bytes", number, content.Sequence)
            : content.Stream != entry.Stream ? Differs("stream in its bytes", entry.Stream, content.Stream)
            : content.Previous != Hash ? Differs("hash of the entry before", Hash, content.Previous)
            : content.StreamPrevious != streamPrevious
                ? Differs("hash of the stream's entry before", streamPrevious, content.StreamPrevious)
            : null;

        LedgerFault Differs(string what, object expected, object found) => new(number, what, expected.ToString()!, found.ToString()!);
    }
}
