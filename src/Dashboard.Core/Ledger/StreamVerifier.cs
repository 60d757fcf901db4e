using System.Text.Json;
using Dashboard.Core.Runbooks;

namespace Dashboard.Core.Ledger;

/// <summary>Follows the chain of one stream alone, without the rest of the ledger: what a bundle holds.</summary>
/// <param name="stream">The stream; null takes the first entry's.</param>
public sealed class StreamVerifier(string? stream = null)
{
    private string? _stream = stream;
    private string _hash = LedgerCodec.NoHash;
    private long _sequence;

    /// <summary>The hash of the last right entry; 64 zeros when there is none.</summary>
    public string Hash => _hash;

    /// <summary>How many entries were right.</summary>
    public long Count { get; private set; }

    /// <summary>The first fault; its number is the entry's place among these, from 1. Null while there is none.</summary>
    public LedgerFault? Fault { get; private set; }

    /// <summary>Looks at the next entry's bytes.</summary>
    /// <returns>What they say; null once something was wrong.</returns>
    public LedgerContent? Next(ReadOnlySpan<byte> bytes)
    {
        if (Fault is not null)
            return null;
        LedgerContent content;
        try
        {
            content = LedgerCodec.Read(bytes);
        }
        catch (JsonException e)
        {
            Fault = new(Count + 1, "bytes", "a ledger entry", e.Message);
            return null;
        }

        _stream ??= content.Stream;
        Fault = content.Stream != _stream ? new(Count + 1, "stream", _stream, content.Stream)
            : content.StreamPrevious != _hash ? new(Count + 1, "hash of the stream's entry before", _hash, content.StreamPrevious)
            : content.Sequence <= _sequence ? new(Count + 1, "number", $"above {_sequence}",
                content.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : null;
        if (Fault is not null)
            return null;
        Count++;
        _hash = Digests.Of(bytes);
        _sequence = content.Sequence;
        return content;
    }
}
