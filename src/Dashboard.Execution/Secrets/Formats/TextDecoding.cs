using System.Text;

namespace Dashboard.Execution.Secrets.Formats;

/// <summary>
/// Reads a file's bytes as text, as editors do: by its byte order mark, else by where its zero bytes stand, else as UTF-8.
/// </summary>
internal static class TextDecoding
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The text, and what it was encoded in. Bytes that are no text come as Latin-1, so that nothing is lost.</summary>
    public static (string Text, Encoding Encoding) Decode(ReadOnlySpan<byte> bytes)
    {
        foreach (var encoding in new Encoding[] { Encoding.UTF8, Encoding.UTF32, Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            if (bytes.StartsWith(encoding.Preamble))
                return (encoding.GetString(bytes[encoding.Preamble.Length..]), encoding);
        }

        if (WithoutMark(bytes) is { } wide)
            return (wide.GetString(bytes), wide);
        try
        {
            return (Strict.GetString(bytes), Encoding.UTF8);
        }
        catch (DecoderFallbackException)
        {
            return (Encoding.Latin1.GetString(bytes), Encoding.Latin1);
        }
    }

    // Text in UTF-16 without a mark: of each two bytes, the same one is nearly always zero.
    private static Encoding? WithoutMark(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 4 || bytes.Length % 2 != 0)
            return null;
        var (even, odd) = (0, 0);
        for (var i = 0; i < bytes.Length; i += 2)
            (even, odd) = (even + (bytes[i] == 0 ? 1 : 0), odd + (bytes[i + 1] == 0 ? 1 : 0));
        var most = bytes.Length / 2 * 7 / 10;
        return odd > most && even == 0 ? Encoding.Unicode : even > most && odd == 0 ? Encoding.BigEndianUnicode : null;
    }
}
