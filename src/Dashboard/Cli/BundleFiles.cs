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
            throw new IOException($"{path} is already there. Name one that does not exist yet.");
        var part = path.TrimEnd('/') + ".part";
        if (!path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            await using (var folder = new FolderTarget(part))
                await writer.WriteAsync(run, folder, cancellation);
            Directory.Move(part, path);
            return;
        }

        await using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 16))
        {
            await using (var zip = await ZipTarget.OpenAsync(file, cancellation))
                await writer.WriteAsync(run, zip, cancellation);
            file.Flush(flushToDisk: true);
        }

        File.Move(part, path);
    }
}
