namespace Dashboard.Engine.Evidence.Proof;

/// <summary>A file for another program to read, gone when it is disposed of.</summary>
/// <param name="path">Where it lies.</param>
public sealed class ScratchFile(string path) : IDisposable
{
    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>A file with this text, for this user alone.</summary>
    public static async Task<ScratchFile> OfAsync(string text, CancellationToken cancellation)
    {
        var file = new ScratchFile(System.IO.Path.GetTempFileName());
        await File.WriteAllTextAsync(file.Path, text, cancellation);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(path);
}
