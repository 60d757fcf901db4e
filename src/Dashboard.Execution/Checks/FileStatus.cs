using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Checks;

/// <summary>What lies at a path, a link itself and not what it leads to.</summary>
/// <param name="Type">Its type in words, such as <c>file</c>.</param>
/// <param name="Mode">Its permission bits.</param>
/// <param name="User">The owner's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Device">With <paramref name="Inode"/>, which object it is.</param>
/// <param name="Inode">Its number on its device.</param>
internal sealed partial record FileStatus(string Type, UnixFileMode Mode, uint User, uint Group, long Size, ulong Device, ulong Inode)
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint BasicStats = 0x7ff;
    private const int NoEntry = 2;
    private const int NotADirectory = 20;

    /// <summary>Looks at a path.</summary>
    /// <returns>What lies there; null when nothing does.</returns>
    /// <exception cref="IOException">It cannot be looked at, for instance for want of permission.</exception>
    public static FileStatus? Of(string path) => Read(CurrentFolder, path, NoFollow);

    /// <summary>SHA-256 of the bytes of this very object, lower-case hex.</summary>
    /// <exception cref="IOException">It cannot be read, or another one has taken its place meanwhile.</exception>
    public async Task<string> DigestAsync(string path, CancellationToken stop)
    {
        await using var stream = new FileStream(path,
            new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        if (OfOpen(stream.SafeFileHandle) is not { } opened || (opened.Device, opened.Inode) != (Device, Inode))
            throw new IOException("Another file has taken its place meanwhile");
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, stop));
    }

    private static FileStatus? OfOpen(SafeFileHandle file)
    {
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Read((int)file.DangerousGetHandle(), "", EmptyPath);
        }
        finally
        {
            if (held)
                file.DangerousRelease();
        }
    }

    private static FileStatus? Read(int folder, string path, int flags)
    {
        if (Statx(folder, path, flags, BasicStats, out var found) == 0)
            return new(TypeOf(found.Mode), (UnixFileMode)(found.Mode & 0xFFF), found.User, found.Group, (long)found.Size,
                ((ulong)found.DeviceMajor << 32) | found.DeviceMinor, found.Inode);
        return Marshal.GetLastPInvokeError() is var error && error is NoEntry or NotADirectory
            ? null
            : throw new IOException(new Win32Exception(error).Message);
    }

    private static string TypeOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => "file",
        0x4000 => "directory",
        0xA000 => "symbolic link",
        0x1000 => "named pipe",
        0xC000 => "socket",
        0x2000 or 0x6000 => "device",
        _ => "something unknown",
    };

    // statx(2) rather than lstat(2): its structure is the same on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Stat found);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Stat
    {
        [FieldOffset(20)]
        public uint User;

        [FieldOffset(24)]
        public uint Group;

        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
