using System.Runtime.InteropServices;

namespace Dashboard.Engine.Execution.Processes;

/// <summary>The few calls of the C library that .NET has no method for.</summary>
internal static unsafe partial class NativeCalls
{
    public const int Term = 15;
    public const int Kill = 9;

    private const short Readable = 1, Ended = 0x10;
    private const int PathMax = 4096;

    /// <summary>Sends a signal to a process, or to a whole group when <paramref name="pid"/> is negative; 0 asks whether it is there.</summary>
    public static bool Signal(int pid, int signal) => KillCall(pid, signal) == 0;

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

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int KillCall(int pid, int signal);

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
