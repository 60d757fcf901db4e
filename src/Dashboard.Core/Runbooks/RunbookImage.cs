using System.Collections.Frozen;

namespace Dashboard.Core.Runbooks;

/// <summary>An image that a runbook's prose shows: where it lies, and what a browser is told that it is.</summary>
public static class RunbookImage
{
    /// <summary>No image is larger than this, in bytes.</summary>
    public const int MaxLength = 5 << 20;

    /// <summary>No runbook shows more images than this.</summary>
    public const int MostImages = 100;

    /// <summary>All images of a runbook together are no larger than this, in bytes.</summary>
    public const int MaxTogether = 20 << 20;

    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = "image/png",
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".gif"] = "image/gif",
        [".webp"] = "image/webp",
        [".avif"] = "image/avif",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The path below the runbooks folder of what a reference names, seen from the runbook's own folder; with a slash before it, from the
    /// runbooks folder. Null for an address elsewhere, for what leaves the folder, and for what is no image by its name.
    /// </summary>
    /// <param name="runbook">The runbook's path.</param>
    /// <param name="reference">What stands in the parentheses, such as <c>../images/a%20b.png</c>.</param>
    public static string? PathOf(string runbook, string reference)
    {
        ArgumentNullException.ThrowIfNull(runbook);
        ArgumentNullException.ThrowIfNull(reference);
        var end = reference.AsSpan().IndexOfAny('?', '#');
        return Below(runbook, Uri.UnescapeDataString(end < 0 ? reference : reference[..end]));
    }

    /// <summary>Whether a path below the runbooks folder is that of an image, by its name.</summary>
    public static bool IsCalledOne(string path) => Below("", path) == path;

    private static string? Below(string runbook, string path)
    {
        if (path.StartsWith("//", StringComparison.Ordinal) || path.AsSpan().IndexOfAny(':', '\\') >= 0 || path.Any(char.IsControl))
            return null;
        return FolderPath.Join(FolderPath.FolderOf(runbook), path) is { } joined && Types.ContainsKey(Extension(joined.Split('/')[^1]))
            ? joined
            : null;
    }

    /// <summary>
    /// The media type of an image (RFC 6838); null when the bytes are not what the name says, or are too many. A page goes by this type,
    /// and by nothing that the bytes look like.
    /// </summary>
    public static string? MediaType(string path, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(path);
        return content.Length <= MaxLength && Types.TryGetValue(Extension(path), out var type) && Begins(type, content) ? type : null;
    }

    private static string Extension(string path) => path.LastIndexOf('.') is var dot and >= 0 ? path[dot..] : "";

    private static bool Begins(string type, ReadOnlySpan<byte> content) => type switch
    {
        "image/png" => content.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        "image/jpeg" => content.StartsWith<byte>([0xFF, 0xD8, 0xFF]),
        "image/gif" => content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8),
        "image/webp" => content.Length > 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8),
        "image/avif" => content.Length > 12 && content[4..].StartsWith("ftypavi"u8),
        _ => content[..Math.Min(content.Length, 4096)].IndexOf("<svg"u8) >= 0 && !content.Contains((byte)0),
    };
}
