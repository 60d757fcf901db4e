using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Dashboard.Execution.Files;

/// <summary>What lies at a path.</summary>
/// <param name="Type">Its type in words, such as <c>file</c>.</param>
/// <param name="Stamp">Changes whenever the file is changed or another one takes its place.</param>
/// <param name="Changed">When it was last changed, its name, owner and mode included.</param>
/// <param name="Identity">Which object it is.</param>
internal sealed record FileStamp(string Type, string Stamp, DateTimeOffset Changed, (ulong Device, ulong Inode) Identity);

/// <summary>
/// Reads files that may be anything: a named pipe would hold the reader for ever, and to open a device may have effects. So the type is
/// asked first, the file is opened without waiting, and the type is asked again of what was opened.
/// </summary>
internal static unsafe partial class RegularFile
{
    private const int CurrentFolder = -100, EmptyPath = 0x1000, NotThrough = 0x100, NoEntry = 2, NotADirectory = 20;
    private const int NonBlocking = 0x800, NoTerminal = 0x100, CloseOnExec = 0x80000;
    private const uint BasicStats = 0x7ff;

    /// <summary>Looks at a path.</summary>
    /// <returns>What lies there; null when nothing does.</returns>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static FileStamp? Look(string path) => Look(CurrentFolder, path, 0);

    /// <summary>Looks at a path; at its end, at a link itself and not at what it leads to.</summary>
    /// <returns>What lies there; null when nothing does.</returns>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static FileStamp? LookAtLink(string path) => Look(CurrentFolder, path, NotThrough);

    /// <summary>The bytes of a regular file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most bytes that are read.</param>
    /// <returns>Its bytes; null when it has gone.</returns>
    /// <exception cref="IOException">It cannot be read, is no regular file, or is longer.</exception>
    public static byte[]? Read(string path, int most)
    {
        if (Look(path) is not { } before)
            return null;
        Require(before);
        var descriptor = Open(path, NonBlocking | NoTerminal | CloseOnExec);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError() is var error && error == NoEntry ? null : throw new IOException(Words(error));
        try
        {
            Require(Look(descriptor, "", EmptyPath)!);
            return ReadAll(descriptor, most);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static byte[] ReadAll(int descriptor, int most)
    {
        // Not by the length it tells: files below /proc tell none.
        using var all = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            nint count;
            fixed (byte* first = buffer)
                count = ReadCall(descriptor, first, buffer.Length);
            if (count < 0)
                throw new IOException(Words(Marshal.GetLastPInvokeError()));
            if (count == 0)
                return all.ToArray();
            all.Write(buffer, 0, (int)count);
            if (all.Length > most)
                throw new IOException($"it is longer than {most >> 10} KiB");
        }
    }

    private static void Require(FileStamp status)
    {
        if (status.Type != "file")
            throw new IOException($"it is a {status.Type}, not a file");
    }

    private static FileStamp? Look(int folder, string path, int flags)
    {
        if (Statx(folder, path, flags, BasicStats, out var found) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is NoEntry or NotADirectory ? null : throw new IOException(Words(error));
        }

        var device = ((ulong)found.DeviceMajor << 32) | found.DeviceMinor;
        var stamp = $"{device}:{found.Inode}:{found.Size}:{found.ModifiedSeconds}.{found.ModifiedNanoseconds}:"
            + $"{found.ChangedSeconds}.{found.ChangedNanoseconds}";
        var changed = DateTimeOffset.FromUnixTimeSeconds(found.ChangedSeconds)
            .AddTicks(found.ChangedNanoseconds / TimeSpan.NanosecondsPerTick);
        return new(TypeOf(found.Mode), stamp, changed, (device, found.Inode));
    }

    private static string Words(int error) => new Win32Exception(error).Message.ToLowerInvariant();

    private static string TypeOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => "file",
        0x4000 => "directory",
        0xA000 => "link",
        0x1000 => "named pipe",
        0xC000 => "socket",
        0x2000 or 0x6000 => "device",
        _ => "thing of an unknown type",
    };

    // statx(2) rather than stat(2): its structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Stat found);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint ReadCall(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stat
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(96)]
        public long ChangedSeconds;

        [FieldOffset(104)]
        public uint ChangedNanoseconds;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
