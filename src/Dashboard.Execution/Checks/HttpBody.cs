using System.Text;

namespace Dashboard.Execution.Checks;

/// <summary>The beginning of an answer's body, to match against and never to show.</summary>
/// <param name="Text">It as text, by the answer's charset, else UTF-8.</param>
/// <param name="Length">How many bytes were read.</param>
/// <param name="IsCut">Whether there was more.</param>
internal sealed record HttpBody(string Text, int Length, bool IsCut)
{
    /// <summary>How many bytes are read at most: 1 MiB.</summary>
    public const int Cap = 1 << 20;

    /// <summary>Reads it to its end or to the cap.</summary>
    public static async Task<HttpBody> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[Cap + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        var kept = Math.Min(length, Cap);
        return new(EncodingOf(content).GetString(buffer, 0, kept), kept, length > Cap);
    }

    private static Encoding EncodingOf(HttpContent content)
    {
        try
        {
            return content.Headers.ContentType?.CharSet is { Length: > 0 } name ? Encoding.GetEncoding(name.Trim('"')) : Encoding.UTF8;
        }
        catch (ArgumentException)
        {
            // A charset that nobody knows: what is looked for is mostly ASCII, and that reads as UTF-8.
            return Encoding.UTF8;
        }
    }
}
