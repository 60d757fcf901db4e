using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace Dashboard.Execution.Files;

/// <summary>
/// The kernel's queue of what happens in watched folders (inotify(7)). Not for several threads at once, but for <see cref="Wait"/>. To
/// close one takes the kernel ten milliseconds and more, during which other parts of it wait; so a few are kept for whoever opens the next.
/// </summary>
internal sealed unsafe partial class FolderEventQueue
{
    private const int NonBlocking = 0x800, CloseOnExec = 0x80000, Header = 16;
    private const short CanRead = 1;

    private const int MostKept = 8;

    private static readonly ConcurrentBag<FolderEventQueue> Kept = [];

    private readonly HashSet<int> _watches = [];
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly int _descriptor;

    private FolderEventQueue(int descriptor) => _descriptor = descriptor;

    /// <summary>An empty one; null where the kernel gives none.</summary>
    public static FolderEventQueue? Open() =>
        Kept.TryTake(out var kept) ? kept : Init(NonBlocking | CloseOnExec) is >= 0 and var descriptor ? new(descriptor) : null;

    /// <summary>
    /// Watches a folder, and gives the watch; the same one for the same folder by any path. Null where the kernel gives none.
    /// </summary>
    public int? Watch(string folder, FolderEvents events)
    {
        if (AddWatch(_descriptor, folder, (uint)events) is not (>= 0 and var watch))
            return null;
        _watches.Add(watch);
        return watch;
    }

    /// <summary>Ends a watch, which is an event by itself.</summary>
    public void Forget(int watch) => _ = RemoveWatch(_descriptor, watch);

    /// <summary>All that has happened since the last call.</summary>
    public List<FolderEvent> Take()
    {
        var events = new List<FolderEvent>();
        while (true)
        {
            nint length;
            fixed (byte* first = _buffer)
                length = Read(_descriptor, first, _buffer.Length);
            if (length <= 0)
                return events;
            for (var at = 0; at < length;)
            {
                var size = BitConverter.ToInt32(_buffer, at + 12);
                var name = Encoding.UTF8.GetString(_buffer, at + Header, size).TrimEnd('\0');
                events.Add(new((BitConverter.ToInt32(_buffer, at), name), (FolderEvents)BitConverter.ToUInt32(_buffer, at + 4),
                    BitConverter.ToUInt32(_buffer, at + 8)));
                at += Header + size;
            }
        }
    }

    /// <summary>Waits for an event, and tells whether there is one.</summary>
    public bool Wait(int milliseconds)
    {
        var asked = new Asked { Descriptor = _descriptor, Events = CanRead };
        return Poll(&asked, 1, milliseconds) > 0;
    }

    /// <summary>Lets events gather for a millisecond, so that many are taken at once.</summary>
    public static void Gather() => _ = Poll(null, 0, 1);

    /// <summary>Ends all watches. The queue must not be used any more.</summary>
    public void Close()
    {
        foreach (var watch in _watches)
            Forget(watch);
        _watches.Clear();
        // Their numbers are not given again, so that an event which comes late after all is nobody's.
        Take();
        if (Kept.Count < MostKept)
            Kept.Add(this);
        else
            _ = CloseCall(_descriptor);
    }

    [LibraryImport("libc", EntryPoint = "inotify_init1")]
    private static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch")]
    private static partial int RemoveWatch(int descriptor, int watch);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(Asked* asked, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseCall(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct Asked
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
