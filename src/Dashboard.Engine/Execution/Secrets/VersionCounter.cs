using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Engine.Execution.Secrets;

/// <summary>
/// Counts how often secret files were given new content (inotify(7)). Whoever reads a file now and then sees its last version alone; a value
/// that was there in between is a secret that nobody knows. Where the kernel gives no watch, nothing is counted.
/// </summary>
internal sealed unsafe partial class VersionCounter : IDisposable
{
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000;
    private const uint Modified = 0x2, ClosedWritten = 0x8, MovedTo = 0x80, Overflow = 0x4000;
    private const int Header = 16, MostFolders = 200;

    private readonly Dictionary<int, HashSet<string>?> _watches = [];
    private readonly HashSet<(int, string)> _written = [];
    private int? _opened;

    // Below zero where there is none.
    private int Descriptor => _opened ?? -1;

    /// <summary>Follows a file, and what it leads to if it is a link; or all files in a folder.</summary>
    public void Follow(string path)
    {
        _opened ??= Init(NonBlocking | CloseOnExec);
        if (Descriptor < 0)
            return;
        if (Directory.Exists(path))
        {
            foreach (var folder in Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Prepend(path).Take(MostFolders))
                Watch(folder, null);
            return;
        }

        Watch(Path.GetDirectoryName(path), Path.GetFileName(path));
        if (File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target)
            Watch(Path.GetDirectoryName(target.FullName), target.Name);
    }

    /// <summary>The most new versions that any one file got since the last call.</summary>
    public int Take()
    {
        var counts = new Dictionary<(int, string), int>();
        var buffer = new byte[64 * 1024];
        while (Descriptor >= 0)
        {
            nint length;
            fixed (byte* first = buffer)
                length = Read(Descriptor, first, buffer.Length);
            if (length <= 0)
                break;
            for (var at = 0; at < length;)
            {
                var (watch, mask, size) = (BitConverter.ToInt32(buffer, at), BitConverter.ToUInt32(buffer, at + 4), BitConverter.ToInt32(buffer, at + 12));
                var name = Encoding.UTF8.GetString(buffer, at + Header, size).TrimEnd('\0');
                at += Header + size;
                // Events were lost: two versions at the least, for all that is known.
                if ((mask & Overflow) != 0)
                    counts[(watch, name)] = 2;
                else if (_watches.TryGetValue(watch, out var names) && names?.Contains(name) != false && IsVersion((watch, name), mask))
                    counts[(watch, name)] = counts.GetValueOrDefault((watch, name)) + 1;
            }
        }

        return counts.Values.DefaultIfEmpty().Max();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The kernel lets nobody go before all of its processors have let go of the watches: milliseconds, which no step need wait for.
        if (Descriptor is >= 0 and var descriptor)
            _ = Task.Run(() => Close(descriptor));
        _opened = -1;
    }

    // Closed without having been written to, as "install /dev/null FILE" does before the secret comes: no version.
    private bool IsVersion((int, string) file, uint mask)
    {
        if ((mask & Modified) != 0)
            _written.Add(file);
        return (mask & MovedTo) != 0 || ((mask & ClosedWritten) != 0 && _written.Remove(file));
    }

    private void Watch(string? folder, string? name)
    {
        if (folder is null || AddWatch(Descriptor, folder, Modified | ClosedWritten | MovedTo) is not (>= 0 and var watch))
            return;
        if (name is null)
            _watches[watch] = null;
        else if (!_watches.TryGetValue(watch, out var names))
            _watches[watch] = [name];
        else
            names?.Add(name);
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
