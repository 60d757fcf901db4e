namespace Dashboard.Engine.Evidence.Bundles;

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
