using Dashboard.Execution.Processes;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// The sockets that services of this host listen on. One can connect to a socket on a read-only file system, and so change things.
/// </summary>
internal static class UnixSockets
{
    /// <summary>The real paths of all sockets with a path that this process can see.</summary>
    public static IReadOnlyList<string> Bound() =>
        // Num RefCount Protocol Flags Type St Inode Path
        [.. File.ReadLines("/proc/net/unix").Skip(1)
            .Select(line => line.IndexOf('/') is > 0 and var at ? line[at..] : null)
            .Where(path => path is not null && File.Exists(path))
            .Select(path => NativeCalls.RealPath(path!))
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)];
}
