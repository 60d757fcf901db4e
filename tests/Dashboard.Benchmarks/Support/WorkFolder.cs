namespace Dashboard.Benchmarks.Support;

/// <summary>
/// A folder for one benchmark, removed at its end. In <c>/var/tmp</c>: <c>/tmp</c> is memory on many hosts, and durable writes to memory
/// cost nothing.
/// </summary>
internal sealed class WorkFolder : IDisposable
{
    public WorkFolder()
    {
        Path = $"/var/tmp/dashboard-bench-{Guid.NewGuid():N}";
        Directory.CreateDirectory(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
