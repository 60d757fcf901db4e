using System.Text;
using System.Text.Unicode;
using Dashboard.Execution.Masking.Decoding;
using Dashboard.Execution.Masking.Primitives;

namespace Dashboard.Execution.Masking.Index;

/// <summary>
/// What of a secret is looked for: the whole, and every line of it that is long enough; printing one line of a key is a leak.
/// </summary>
internal static class SecretUnits
{
    /// <summary>Of a secret of this many bytes and more, without what is dropped, any piece of this length counts.</summary>
    public const int Piece = 32;

    /// <summary>The parts of one secret, as they are.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> secret)
    {
        yield return secret;
        if (!secret.Span.ContainsAny((byte)'\n', (byte)'\r'))
            yield break;
        for (var rest = secret; !rest.IsEmpty;)
        {
            var end = rest.Span.IndexOfAny((byte)'\n', (byte)'\r');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            // The BEGIN and END lines are the same in every key, and no secret.
            if (line.Length >= SecretLengths.ShortestLine && !line.Span.StartsWith("----"u8))
                yield return line;
        }
    }

    /// <summary>
    /// The bytes with every escape in them undone, and again; null when there is none. Readings undo what stands in the secret itself, too.
    /// </summary>
    public static IEnumerable<byte[]> Undone(ReadOnlyMemory<byte> unit)
    {
        if (!unit.Span.ContainsAny(Unescaper.Starters))
            yield break;
        var reading = new Reading();
        foreach (var b in unit.Span)
            reading.Add(b, 0, 0);
        for (var again = 0; again < Unescaper.MostTimes; again++)
        {
            var undone = new Reading();
            if (!Unescaper.Undo(reading, undone, open: false, EscapeKind.Usual))
                yield break;
            yield return undone.Span.ToArray();
            reading = undone;
        }
    }

    /// <summary>
    /// Text beyond ASCII as other character sets write it. Of ASCII, UTF-16 is the same with zeros in it, which are dropped.
    /// </summary>
    public static IEnumerable<byte[]> Recoded(ReadOnlyMemory<byte> unit)
    {
        if (Ascii.IsValid(unit.Span) || !Utf8.IsValid(unit.Span))
            yield break;
        var text = Encoding.UTF8.GetString(unit.Span);
        yield return Encoding.Unicode.GetBytes(text);
        yield return Encoding.BigEndianUnicode.GetBytes(text);
        if (text.All(c => c < 0x100))
            yield return Encoding.Latin1.GetBytes(text);
    }
}
