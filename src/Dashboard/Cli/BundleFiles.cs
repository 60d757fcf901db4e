using Dashboard.Engine.Evidence.Bundles;
using Dashboard.Engine.Runs;

namespace Dashboard.Cli;

/// <summary>Writes bundles to where people want them; what has its name is whole.</summary>
internal static class BundleFiles
{
    /// <summary>Writes a zip when the path ends in <c>.zip</c>, else a folder.</summary>
    /// <exception cref="IOException">There is something at that place already.</exception>
    public static async Task WriteAsync(BundleWriter writer, StoredRun run, string path, CancellationToken cancellation)
    {
        if (File.Exists(path) || Directory.Exists(path))
            throw new IOException($"{path} already exists. Choose another name.");
        // Beside its place, so that it can be given its name, and with a name of its own: two exports at once are two.
        var part = $"{path.TrimEnd('/')}.{Guid.NewGuid():n}.part";
        try
        {
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                await ZipAsync(writer, run, part, path, cancellation);
            else
                await FolderAsync(writer, run, part, path, cancellation);
        }
        finally
        {
            // Only what was not finished still has this name.
            File.Delete(part);
            if (Directory.Exists(part))
                Directory.Delete(part, recursive: true);
        }
    }

    private static async Task FolderAsync(BundleWriter writer, StoredRun run, string part, string path, CancellationToken cancellation)
    {
        await using (var folder = new FolderTarget(part))
            await writer.WriteAsync(run, folder, cancellation);
        Directory.Move(part, path);
    }

    private static async Task ZipAsync(BundleWriter writer, StoredRun run, string part, string path, CancellationToken cancellation)
    {
        await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
        {
            await using (var zip = await ZipTarget.OpenAsync(file, cancellation))
                await writer.WriteAsync(run, zip, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path);
    }
}
