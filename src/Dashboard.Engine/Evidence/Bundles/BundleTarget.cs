using System.IO.Compression;

namespace Dashboard.Engine.Evidence.Bundles;

/// <summary>Where a bundle's files go, one after the other.</summary>
public interface IBundleTarget : IAsyncDisposable
{
    /// <summary>Begins a file; the one before is finished.</summary>
    Task<Stream> CreateAsync(string name, CancellationToken cancellation);
}

/// <summary>A bundle as a folder.</summary>
public sealed class FolderTarget : IBundleTarget
{
    private readonly string _folder;

    /// <param name="folder">A folder that does not exist yet, or is empty.</param>
    /// <exception cref="IOException">There is something in it.</exception>
    public FolderTarget(string folder)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        if (Directory.EnumerateFileSystemEntries(_folder).Any())
            throw new IOException($"The folder {_folder} is not empty. Name one that does not exist yet.");
    }

    /// <inheritdoc/>
    public Task<Stream> CreateAsync(string name, CancellationToken cancellation)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return Task.FromResult<Stream>(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16, useAsync: true));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

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
