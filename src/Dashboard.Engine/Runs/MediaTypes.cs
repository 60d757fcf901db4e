namespace Dashboard.Engine.Runs;

/// <summary>
/// Tells a file's media type from its first bytes. A name or a browser's word is not trusted: what is served back must not run.
/// </summary>
internal static class MediaTypes
{
    public static string Of(ReadOnlySpan<byte> content) =>
        content.StartsWith((ReadOnlySpan<byte>)[0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) ? "image/png"
        : content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "image/jpeg"
        : content.StartsWith("GIF8"u8) ? "image/gif"
        : content.StartsWith("%PDF-"u8) ? "application/pdf"
        : System.Text.Unicode.Utf8.IsValid(content) && !content.Contains((byte)0) ? "text/plain"
        : "application/octet-stream";
}
