using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Processes;

/// <summary>The few calls of the C library that .NET has no method for.</summary>
internal static unsafe partial class NativeCalls
{
    public const int Term = 15;
    public const int Kill = 9;
    public const int Stop = 19;
    public const int Continue = 18;

    private const short Readable = 1, Ended = 0x10;
    private const int PathMax = 4096, NotPermitted = 1;
    private const int CloseOnExec = 0x80000, PlaceOnly = 0x200000;

    /// <summary>
    /// Sends a signal to a process, or to a whole group when <paramref name="pid"/> is negative; 0 asks whether it is there.
    /// </summary>
    public static bool Signal(int pid, int signal) => KillCall(pid, signal) == 0;

    /// <summary>Whether there is such a process, or group when it is negative, of which none takes a signal from the server.</summary>
    public static bool IsForbidden(int pid) => KillCall(pid, 0) != 0 && Marshal.GetLastPInvokeError() == NotPermitted;

    /// <summary>Which of the descriptors can be read, or have reached their end; waits at most <paramref name="milliseconds"/>.</summary>
    public static void Poll(ReadOnlySpan<int> descriptors, Span<bool> ready, int milliseconds)
    {
        Span<PollItem> items = stackalloc PollItem[descriptors.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = new() { Descriptor = descriptors[i], Wanted = Readable };
        int count;
        fixed (PollItem* first = items)
            count = PollCall(first, (nuint)items.Length, milliseconds);
        for (var i = 0; i < items.Length; i++)
            ready[i] = count > 0 && items[i].Found is var found && (found & (Readable | Ended)) != 0;
    }

    /// <summary>The path with every link resolved; null when it does not exist.</summary>
    public static string? RealPath(string path)
    {
        var buffer = stackalloc byte[PathMax];
        return RealPathCall(path, buffer) == null ? null : Marshal.PtrToStringUTF8((nint)buffer);
    }

    /// <summary>Holds a place in the file system, to find it by, whatever is mounted over its path.</summary>
    /// <exception cref="IOException">There is nothing.</exception>
    public static SafeFileHandle OpenPlace(string path) =>
        OpenCall(path, PlaceOnly | CloseOnExec) is >= 0 and var descriptor
            ? new(descriptor, ownsHandle: true)
            : throw new IOException($"{path} cannot be opened.");

    /// <summary>Puts the names in a folder on the disk: a file that was renamed keeps its name only then.</summary>
    public static void FlushFolder(string path)
    {
        var descriptor = OpenCall(path, CloseOnExec);
        if (descriptor < 0)
            throw new IOException($"The folder {path} cannot be opened.");
        var code = FlushCall(descriptor);
        _ = CloseCall(descriptor);
        if (code != 0)
            throw new IOException($"The folder {path} cannot be written to the disk.");
    }

    /// <summary>Reads what a descriptor has; 0 at its end, or when it cannot be read.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* first = buffer)
            return (int)Math.Max(0, ReadCall(descriptor, first, buffer.Length));
    }

    /// <summary>Makes a named pipe that its owner may read and write.</summary>
    public static void MakePipe(string path)
    {
        if (MakePipeCall(path, 0x180) != 0)
            throw new IOException($"The named pipe {path} cannot be made: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>The process group a process belongs to; −1 when it has gone.</summary>
    [LibraryImport("libc", EntryPoint = "getpgid")]
    public static partial int Group(int pid);

    /// <summary>The session a process belongs to; −1 when it has gone.</summary>
    [LibraryImport("libc", EntryPoint = "getsid")]
    public static partial int Session(int pid);

    /// <summary>
    /// Reads a small file whole. A file that has gone or is another user's is an ordinary answer here and no exception: one that is
    /// thrown costs more than ten such reads, and <c>/proc</c> is full of them.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="buffer">Where its bytes go; replaced by a larger one when they do not fit.</param>
    /// <returns>How many bytes it holds; 0 when it cannot be read.</returns>
    public static int Read(string path, ref byte[] buffer)
    {
        var descriptor = OpenCall(path, CloseOnExec);
        if (descriptor < 0)
            return 0;
        var length = 0;
        while (true)
        {
            nint count;
            fixed (byte* first = buffer)
                count = ReadCall(descriptor, first + length, buffer.Length - length);
            if (count <= 0)
                break;
            length += (int)count;
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
        }

        _ = CloseCall(descriptor);
        return length;
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenCall(string path, int flags);

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakePipeCall(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadCall(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseCall(int descriptor);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillCall(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FlushCall(int descriptor);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int PollCall(PollItem* items, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8)]
    private static partial byte* RealPathCall(string path, byte* resolved);

    /// <summary><c>struct pollfd</c>.</summary>
    private struct PollItem
    {
        public int Descriptor;
        public short Wanted;
        public short Found = 0;

        public PollItem()
        {
        }
    }
}
