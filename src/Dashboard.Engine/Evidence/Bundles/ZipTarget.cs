using System.IO.Compression;

namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>A bundle as a zip that is written as it is made, into any stream.</summary>
/// <param name="archive">The archive.</param>
public sealed class ZipTarget(ZipArchive archive) : IBundleTarget
{
    // The least that zip can hold; the same run gives the same names and dates.
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Begins an archive.</summary>
    public static async Task<ZipTarget> OpenAsync(Stream stream, CancellationToken cancellation) =>
        new(await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation));

    /// <inheritdoc/>
    public async Task<Stream> CreateAsync(string name, CancellationToken cancellation)
    {
        var entry = archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = Date;
        // A plain file that all may read: what unzip makes of it must pass the check of the listing.
        entry.ExternalAttributes = 0x81A4 << 16;
        return await entry.OpenAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => archive.DisposeAsync();
}
