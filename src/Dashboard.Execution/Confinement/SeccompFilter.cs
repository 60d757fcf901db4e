using System.Runtime.InteropServices;
using Dashboard.Execution.Processes;
using Microsoft.Win32.SafeHandles;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// The system calls that a read-only step may make, as a program for the kernel (seccomp(2), mode filter). It is a list of what is let
/// through (<c>syscalls.txt</c>): a list of what is refused has a hole for whatever it does not know.
/// </summary>
internal static class SeccompFilter
{
    private const ushort NotPermitted = 1, AccessDenied = 13, NotImplemented = 38, NotSupported = 95;
    private const ulong LowHalf = 0xFFFFFFFF;

    /// <summary><c>CLONE_NEW*</c> of clone(2): time, mount, cgroup, UTS, IPC, user, PID, network.</summary>
    private const ulong Namespaces = 0x7E020000;

    /// <summary>Types of sockets, and the bits of the argument that hold them.</summary>
    private const ulong Stream = 1, Datagrams = 2, Packets = 5, SocketType = 0xF;

    private const ulong Unix = 1, Inet = 2, Inet6 = 10, Netlink = 16;

    /// <summary>
    /// The default, ICMP, TCP, UDP and ICMPv6. Others, such as multipath TCP, could take ports that Landlock does not know of.
    /// </summary>
    private static readonly ulong[] InternetProtocols = [0, 1, 6, 17, 58];

    /// <summary>Netlink's routing (<c>ip</c>) and socket tables (<c>ss</c>).</summary>
    private static readonly ulong[] NetlinkTables = [0, 4];

    /// <summary>
    /// fcntl(2) without F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW, F_SETLEASE, F_NOTIFY and hints that stay with a file: duplicates,
    /// flags, questions, owners and signals of a descriptor, sizes of pipes, seals.
    /// </summary>
    private static readonly ulong[] FcntlCommands =
        [0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 36, 1025, 1027, 1028, 1030, 1031, 1032, 1033, 1034, 1035, 1037];

    /// <summary>
    /// ioctl(2) for questions, and for what a program sets at its own terminals and descriptors. Others reach the file system behind a
    /// descriptor that was opened for reading, whatever its mount says: encryption keys, for one.
    /// </summary>
    private static readonly ulong[] IoctlCommands =
    [
        .. Range(0x5401, 0x5411), 0x5413, 0x5414, // TCGETS to TIOCOUTQ, the size of a terminal; not TIOCSTI, which types into it
        // FIONREAD, FIONBIO, TIOCNOTTY, TIOCGETD, TIOCGSID, TIOCGPTPEER, FIO(N)CLEX, FIOASYNC, FIOQSIZE
        0x541B, 0x5421, 0x5422, 0x5424, 0x5429, 0x5441, 0x5450, 0x5451, 0x5452, 0x5460,
        // TCGETS2 and its setters, TIOCGPTN, TIOCSPTLCK, TIOCGPTLCK
        0x802C542A, 0x402C542B, 0x402C542C, 0x402C542D, 0x80045430, 0x40045431, 0x80045439,
        // FIGETBSZ, flags, version, extents, attributes, label and UUID of files and file systems; entropy
        2, 0x80086601, 0x80087601, 0xC020660B, 0x801C581F, 0x81009431, 0x80111500, 0x80045200,
        // SIOCG*: interfaces and addresses
        0x8905, 0x8906, 0x8907, 0x8910, 0x8912, 0x8913, 0x8915, 0x8917, 0x8919, 0x891B, 0x891D, 0x8921, 0x8927, 0x8933,
        0x8942, 0x8954, 0x8970,
        0x8946, // SIOCETHTOOL: what it sets asks for a capability
    ];

    private static readonly Lazy<(byte[] Program, string Problem)> Closed = new(() => Make(unixSockets: false));
    private static readonly Lazy<(byte[] Program, string Problem)> WithUnixSockets = new(() => Make(unixSockets: true));

    /// <summary>The filter; empty, with the reason, where it cannot be made.</summary>
    /// <param name="unixSockets">Whether Unix sockets are let through: for a step that names one.</param>
    public static (byte[] Program, string Problem) For(bool unixSockets) => (unixSockets ? WithUnixSockets : Closed).Value;

    private static (byte[] Program, string Problem) Make(bool unixSockets)
    {
        try
        {
            return (Build(unixSockets), "");
        }
        catch (DllNotFoundException)
        {
            return ([], "libseccomp2 is not installed");
        }
        catch (IOException e)
        {
            return ([], e.Message);
        }
    }

    private static byte[] Build(bool unixSockets)
    {
        var filter = LibSeccomp.Init(LibSeccomp.Errno(NotImplemented));
        try
        {
            Check(LibSeccomp.Set(filter, LibSeccomp.BadArchitecture, LibSeccomp.Errno(NotImplemented)));
            _ = LibSeccomp.Set(filter, LibSeccomp.Optimise, 2); // since 2.5; without it the program is only longer to walk
            foreach (var name in Listed())
                Add(filter, LibSeccomp.Allow, name);

            // The kernel looks at the low half of these arguments only, so the filter must too.
            Add(filter, LibSeccomp.Allow, "clone", new LibSeccomp.Condition(0, LibSeccomp.MaskedEqual, Namespaces, 0));
            foreach (var refused in new[] { "mount", "umount2", "unshare", "setns", "chroot", "pivot_root", "ptrace", "flock" })
                Add(filter, LibSeccomp.Errno(NotPermitted), refused); // asked for by people, so answered in words they know
            foreach (var command in FcntlCommands)
            {
                Add(filter, LibSeccomp.Allow, "fcntl", Low(1, command));
                Add(filter, LibSeccomp.Allow, "fcntl64", Low(1, command));
            }

            foreach (var command in IoctlCommands)
                Add(filter, LibSeccomp.Allow, "ioctl", Low(1, command));
            // Copying by sharing blocks is tried first by cp(1), which copies when the answer is this one.
            Add(filter, LibSeccomp.Errno(NotSupported), "ioctl", Low(1, 0x40049409));

            foreach (var protocol in InternetProtocols)
            {
                Add(filter, LibSeccomp.Allow, "socket", Low(0, Inet), Low(2, protocol));
                Add(filter, LibSeccomp.Allow, "socket", Low(0, Inet6), Low(2, protocol));
            }

            foreach (var table in NetlinkTables)
                Add(filter, LibSeccomp.Allow, "socket", Low(0, Netlink), Low(2, table));
            Add(filter, unixSockets ? LibSeccomp.Allow : LibSeccomp.Errno(AccessDenied), "socket", Low(0, Unix));
            // Of a pair, streams stay what they are; a socket for datagrams can send to any other that has a path.
            foreach (var type in new ulong[] { Stream, Packets })
                Add(filter, LibSeccomp.Allow, "socketpair", Low(0, Unix),
                    new LibSeccomp.Condition(1, LibSeccomp.MaskedEqual, SocketType, type), Low(2, 0));
            Add(filter, LibSeccomp.Errno(AccessDenied), "socketpair", Low(0, Unix),
                new LibSeccomp.Condition(1, LibSeccomp.MaskedEqual, SocketType, Datagrams));
            return Exported(filter);
        }
        finally
        {
            LibSeccomp.Release(filter);
        }
    }

    private static IEnumerable<string> Listed() =>
        SandboxResources.Read("syscalls.txt").Split('\n').Where(l => !l.StartsWith('#'))
            .SelectMany(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<ulong> Range(ulong first, ulong last)
    {
        for (var value = first; value <= last; value++)
            yield return value;
    }

    private static LibSeccomp.Condition Low(uint argument, ulong value) => new(argument, LibSeccomp.MaskedEqual, LowHalf, value);

    private static unsafe void Add(nint filter, uint action, string name, params ReadOnlySpan<LibSeccomp.Condition> conditions)
    {
        var number = LibSeccomp.Number(name);
        if (number < 0)
            return; // not of this architecture, or younger than the library: it stays refused
        fixed (LibSeccomp.Condition* first = conditions)
            Check(LibSeccomp.Add(filter, action, number, (uint)conditions.Length, first));
    }

    private static byte[] Exported(nint filter)
    {
        var descriptor = SpawnCalls.MemoryFile("filter", 1);
        if (descriptor < 0)
            throw new IOException($"no file in memory: {Marshal.GetLastPInvokeErrorMessage()}");
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        Check(LibSeccomp.Export(filter, descriptor));
        var program = new byte[RandomAccess.GetLength(file)];
        RandomAccess.Read(file, program, 0);
        return program;
    }

    private static void Check(int code)
    {
        if (code != 0)
            throw new IOException($"libseccomp refuses: {Marshal.GetPInvokeErrorMessage(-code)}");
    }
}
