using System.Runtime.InteropServices;

namespace Dashboard.Execution.Processes;

/// <summary>
/// What starting a process needs of the C library (<c>posix_spawn(3)</c>, <c>waitpid(2)</c>, <c>pipe2(2)</c>, <c>memfd_create(2)</c>).
/// </summary>
internal static unsafe partial class SpawnCalls
{
    /// <summary>
    /// <c>POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID</c>: signals as a shell expects them, and a session of its
    /// own.
    /// </summary>
    public const short OwnSession = 0x04 | 0x08 | 0x80;

    public const int CloseOnExec = 0x80000, ReadOnly = 0, ReadWrite = 2;
    public const int Interrupted = 4, AlreadyThere = 17;
    public const int NewMountNamespace = 0x20000;

    /// <summary><c>F_DUPFD_CLOEXEC</c>: the lowest free descriptor from the argument on.</summary>
    public const int DuplicateFrom = 1030;

    /// <summary><c>CLONE_FS</c>: working folder, root and umask apart from the other threads'.</summary>
    public const int OwnFolderAndUmask = 0x200;

    public const nuint PrivateAndBelow = (1 << 18) | (1 << 14);
    public const nuint BindHere = 1 << 12;
    public const nuint NoSetUid = 2, NoDevices = 4, NoPrograms = 8;

    /// <summary>
    /// <c>MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NOEXEC</c>: this mount alone, and not the file system, is read-only.
    /// </summary>
    public const nuint BindReadOnly = (1 << 5) | (1 << 12) | 1 | 2 | 8;

    /// <summary>
    /// More than any C library needs for <c>posix_spawnattr_t</c>, <c>posix_spawn_file_actions_t</c> or <c>sigset_t</c> (glibc: 336, 80,
    /// 128).
    /// </summary>
    public const int Opaque = 512;

    /// <summary>How many bytes a <c>sigset_t</c> has, in glibc and musl alike: a bit for each signal, from the first one on.</summary>
    public const int SignalSet = 128;

    [LibraryImport("libc", EntryPoint = "posix_spawn", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Spawn(int* pid, string path, byte* actions, byte* attributes, byte** arguments, byte** environment);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    public static partial int InitAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    public static partial int DestroyAttributes(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    public static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    public static partial int SetDefaultSignals(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    public static partial int SetSignalMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    public static partial int NoSignals(byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    public static partial int InitActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    public static partial int DestroyActions(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_adddup2")]
    public static partial int Duplicate(byte* actions, int from, int to);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclose")]
    public static partial int Close(byte* actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    public static partial int CloseFrom(byte* actions, int descriptor);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addchdir_np", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ChangeFolder(byte* actions, string path);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    public static partial int Wait(int pid, int* status, int options);

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    public static partial int Pipe(int* descriptors, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    public static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "memfd_create", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MemoryFile(string name, uint flags);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    [LibraryImport("libc", EntryPoint = "umask")]
    public static partial uint SetUmask(uint mask);

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int Mount(string? source, string target, string? type, nuint flags, void* data);

    [LibraryImport("libc", EntryPoint = "mknod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int MakeNode(string path, uint mode, nuint device);

    [LibraryImport("libc", EntryPoint = "chmod", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    public static partial int ChangeMode(string path, uint mode);
}
