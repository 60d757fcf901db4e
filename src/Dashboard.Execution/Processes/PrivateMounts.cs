namespace Dashboard.Execution.Processes;

/// <summary>
/// A copy of the host's mounts for one thread and what it starts: mounts that the host makes later do not reach it (bubblewrap by itself
/// would let them through, writable), and its <c>/dev</c> holds the few devices of bubblewrap's own (bwrap(1), <c>--dev</c>), as nodes that
/// nobody else has, on a mount that is read-only: they work as ever, and keep their mode and times. What it is not to see is covered. Made
/// here they cost a tenth of what bubblewrap takes, which reads every mount again for each of them.
/// </summary>
internal static unsafe class PrivateMounts
{
    private const string Devices = "/dev";
    private const uint Character = 0x2000, ForAll = 0x1B6; // S_IFCHR, 0666

    // Their numbers are the kernel's for ever (devices.txt): 1:3 is null.
    private static readonly (string Name, uint Major, uint Minor)[] Nodes =
        [("null", 1, 3), ("zero", 1, 5), ("full", 1, 7), ("random", 1, 8), ("urandom", 1, 9), ("tty", 5, 0)];

    private static readonly (string Name, string Target)[] Links =
    [
        ("stdin", "/proc/self/fd/0"), ("stdout", "/proc/self/fd/1"), ("stderr", "/proc/self/fd/2"), ("fd", "/proc/self/fd"),
        ("core", "/proc/kcore"), ("ptmx", "pts/ptmx"),
    ];

    private static readonly Lazy<bool> Tried = new(() =>
    {
        var works = false;
        var thread = new Thread(() => works = Environment.IsPrivilegedProcess && TryEnter(MountView.All), 256 * 1024) { Name = "mounts" };
        thread.Start();
        thread.Join();
        return works;
    });

    /// <summary>
    /// Whether this process may have them. An ordinary user may not, nor root in most containers; there Landlock keeps later mounts from
    /// being written to.
    /// </summary>
    public static bool Work => Tried.Value;

    /// <summary>Gives them to this thread, which must not do anything else afterwards but start processes.</summary>
    /// <param name="view">What it sees of the host.</param>
    /// <exception cref="IOException">It could not be done.</exception>
    public static void Enter(MountView view)
    {
        if (!TryEnter(view))
            throw new IOException("The mounts of its own could not be made.");
    }

    private static bool TryEnter(MountView view)
    {
        try
        {
            return MakeThem() && Cover(view);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A thread of its own, where nobody else would catch it.
            return false;
        }
    }

    private static bool MakeThem()
    {
        if (SpawnCalls.Unshare(SpawnCalls.NewMountNamespace) != 0
            || SpawnCalls.Mount(null, "/", null, SpawnCalls.PrivateAndBelow, null) != 0
            || !New("tmpfs", Devices, SpawnCalls.NoSetUid | SpawnCalls.NoPrograms, "mode=0755,size=64k"))
            return false;
        foreach (var (name, major, minor) in Nodes)
        {
            var path = $"{Devices}/{name}";
            // The mode is cut by the process's umask.
            if (SpawnCalls.MakeNode(path, Character | ForAll, (nuint)((major << 8) | minor)) != 0
                || SpawnCalls.ChangeMode(path, ForAll) != 0)
                return false;
        }

        foreach (var (name, target) in Links)
            File.CreateSymbolicLink($"{Devices}/{name}", target);
        Directory.CreateDirectory($"{Devices}/shm");
        Directory.CreateDirectory($"{Devices}/pts");
        return New("tmpfs", $"{Devices}/shm", SpawnCalls.NoSetUid | SpawnCalls.NoDevices, "mode=1777")
            && New("devpts", $"{Devices}/pts", SpawnCalls.NoSetUid | SpawnCalls.NoPrograms, "newinstance,ptmxmode=0666,mode=620")
            && SpawnCalls.Mount(null, Devices, null, SpawnCalls.BindReadOnly, null) == 0;
    }

    private static bool Cover(MountView view)
    {
        // Held before they are covered.
        var held = view.Visible.Select(v => (Path: v, IsFolder: Directory.Exists(v), Place: NativeCalls.OpenPlace(v))).ToArray();
        try
        {
            foreach (var path in view.Hidden)
            {
                if (!(Directory.Exists(path)
                    ? New("tmpfs", path, SpawnCalls.NoSetUid | SpawnCalls.NoDevices, "mode=0755")
                    : Bind($"{Devices}/null", path)))
                    return false;
            }

            foreach (var (path, isFolder, place) in held)
            {
                Directory.CreateDirectory(isFolder ? path : Path.GetDirectoryName(path)!);
                if (!isFolder)
                    File.WriteAllBytes(path, []);
                if (!Bind($"/proc/self/fd/{place.DangerousGetHandle()}", path))
                    return false;
            }

            return true;
        }
        finally
        {
            foreach (var (_, _, place) in held)
                place.Dispose();
        }
    }

    private static bool Bind(string from, string to) => SpawnCalls.Mount(from, to, null, SpawnCalls.BindHere, null) == 0;

    private static bool New(string type, string place, nuint flags, string data)
    {
        fixed (byte* options = System.Text.Encoding.ASCII.GetBytes(data + '\0'))
            return SpawnCalls.Mount(type, place, type, flags, options) == 0;
    }
}
