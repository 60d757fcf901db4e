using System.Collections.Immutable;
using Dashboard.Core.Runbooks;
using Dashboard.Engine.Ports;
using Dashboard.Execution.Processes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Dashboard.Engine.Runbooks;

/// <summary>
/// Lays a run's pinned files out on disk, from the database, for steps to run in. The folder is a copy: before each attempt it is
/// compared with the pinned digests, and whatever is missing, changed or added is put right. Each run has a folder of its own, which
/// only its coordinator touches.
/// </summary>
internal sealed partial class Snapshots(IOptions<EngineOptions> options, ILedgerStore store, ILogger<Snapshots> logger)
{
    private const UnixFileMode ReadAll = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ExecuteAll = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The run's folder, holding exactly these files.</summary>
    /// <exception cref="InvalidDataException">The database has lost a pinned file.</exception>
    public async Task<string> EnsureAsync(string runId, ImmutableArray<PinnedFile> files, CancellationToken cancellation)
    {
        var folder = FolderOf(runId);
        Directory.CreateDirectory(folder);
        RemoveStrangers(folder, files);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            if (!await IsRightAsync(path, file, cancellation))
                await WriteAsync(path, file, cancellation);
        }

        return folder;
    }

    /// <summary>
    /// Removes the run's folder, but for what a step has left there that cannot be removed: the files stay in the database.
    /// </summary>
    public void Remove(string runId)
    {
        if (new DirectoryInfo(FolderOf(runId)) is { Exists: true } folder)
            RemoveOne(folder, MountsIn(folder.FullName));
    }

    private string FolderOf(string runId) => Path.Combine(Path.GetFullPath(options.Value.Data), "snapshots", runId);

    private void RemoveStrangers(string folder, ImmutableArray<PinnedFile> files)
    {
        var mounts = MountsIn(folder);
        var known = files.Select(f => Path.Combine(folder, f.Path)).ToHashSet(StringComparer.Ordinal);
        var everything = new EnumerationOptions { AttributesToSkip = 0 };
        Clean(folder);

        void Clean(string directory)
        {
            foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", everything))
            {
                var isFolder = entry is DirectoryInfo && entry.LinkTarget is null;
                if (isFolder && known.Any(k => k.StartsWith(entry.FullName + "/", StringComparison.Ordinal)))
                    Clean(entry.FullName);
                else if (isFolder || entry.LinkTarget is not null || !known.Contains(entry.FullName))
                    RemoveOne(entry, mounts);
            }
        }
    }

    // What stays is no reason to lock a rollback. What is mounted there is not the run's.
    private void RemoveOne(FileSystemInfo entry, string[] mounts)
    {
        try
        {
            if (mounts.FirstOrDefault(m => m == entry.FullName || m.StartsWith(entry.FullName + "/", StringComparison.Ordinal))
                is { } mount)
                LogLeft(entry.FullName, $"{mount} is a mount");
            else if (entry is DirectoryInfo { LinkTarget: null } folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogLeft(entry.FullName, e.Message);
        }
    }

    // As the run's paths have it, whatever links lead to the folder.
    private static string[] MountsIn(string folder)
    {
        var real = NativeCalls.RealPath(folder) ?? folder;
        return [.. HiddenPaths.MountsIn(real).Select(m => folder + m[real.Length..])];
    }

    [LoggerMessage(LogLevel.Warning, "A step has left {Path} in its working folder, and it cannot be removed: {Why}")]
    private partial void LogLeft(string path, string why);

    private static async Task<bool> IsRightAsync(string path, PinnedFile file, CancellationToken cancellation)
    {
        var info = new FileInfo(path);
        return info.Exists && info.Length == file.Length && info.UnixFileMode == ModeOf(file)
            && Digests.Of(await File.ReadAllBytesAsync(path, cancellation)) == file.Digest;
    }

    private async Task WriteAsync(string path, PinnedFile file, CancellationToken cancellation)
    {
        var content = await store.ReadBlobAsync(file.Digest, cancellation);
        if (content is null || Digests.Of(content) != file.Digest)
            throw new InvalidDataException($"The database no longer holds {file.Path} as it was pinned.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
            Directory.Delete(path, recursive: true);
        var fresh = path + ".new";
        await File.WriteAllBytesAsync(fresh, content, cancellation);
        File.SetUnixFileMode(fresh, ModeOf(file));
        File.Move(fresh, path, overwrite: true);
    }

    private static UnixFileMode ModeOf(PinnedFile file) => file.Executable ? ReadAll | ExecuteAll : ReadAll;
}
