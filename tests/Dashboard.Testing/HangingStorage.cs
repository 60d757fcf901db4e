using System.Diagnostics;

namespace Dashboard.Testing;

/// <summary>
/// A file system (FUSE) with one secret file, <c>token</c>, that answers nothing any more once it was told to hang. Whoever asks it then
/// waits until it is taken down.
/// </summary>
internal sealed class HangingStorage : IDisposable
{
    public const string Secret = "the-sesame-that-opens";

    /// <summary>Requests of fuse(4) by number: lookup, getattr, open, read, init.</summary>
    private const string Program = """
        import ctypes, errno, os, struct, sys
        mount, flag = sys.argv[1:3]
        libc = ctypes.CDLL(None, use_errno=True)
        fuse = os.open('/dev/fuse', os.O_RDWR)
        options = f'fd={fuse},rootmode=40000,user_id=0,group_id=0,allow_other'
        if libc.mount(b'hangs', mount.encode(), b'fuse.hangs', 0, options.encode()) != 0:
            print(os.strerror(ctypes.get_errno()))
            sys.exit(1)
        print('ready', flush=True)
        secret = sys.argv[3].encode()
        def attributes(node):
            return struct.pack('<QQQQQQIIIIIIIIII', node, len(secret), 1, 1700000000, 1700000000, 1700000000, 0, 0, 0, 0o40755 if node == 1 else 0o100644, 1, 0, 0, 0, 4096, 0)
        while True:
            try:
                request = os.read(fuse, 1 << 17)
            except OSError as e:
                if e.errno == errno.ENODEV:
                    break
                continue
            number, unique, node = struct.unpack('<IQQ', request[4:24])
            def answer(error, body=b''):
                os.write(fuse, struct.pack('<IiQ', 16 + len(body), -error, unique) + body)
            if os.path.exists(flag):
                continue
            if number == 26:
                answer(0, struct.pack('<IIIIHHII', 7, 31, 65536, 0, 0, 0, 65536, 1).ljust(64, b'\0'))
            elif number == 1 and request[40:].split(b'\0')[0] == b'token':
                answer(0, struct.pack('<QQQQII', 2, 0, 0, 0, 0, 0) + attributes(2))
            elif number == 1:
                answer(errno.ENOENT)
            elif number == 3:
                answer(0, struct.pack('<QII', 0, 0, 0) + attributes(node))
            elif number in (14, 27):
                answer(0, struct.pack('<QII', 0, 0, 0))
            elif number == 15:
                at, size = struct.unpack('<QI', request[48:60])
                answer(0, secret[at:at + size])
            elif number in (18, 25, 29, 34):
                answer(0)
            elif number not in (2, 42):
                answer(errno.ENOSYS)
        """;

    private readonly Process _server;
    private readonly string _folder;

    private HangingStorage(Process server, string folder) => (_server, _folder) = (server, folder);

    public string Token => Path.Combine(_folder, "mount", "token");

    /// <summary>Whoever makes this file lets the storage hang.</summary>
    public string Flag => Path.Combine(_folder, "hang");

    /// <summary>Mounts one; null and why not where that cannot be done.</summary>
    public static async Task<(HangingStorage? Storage, string Why)> MountAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine("/var/tmp", $"hanging-{Guid.NewGuid():N}")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "mount"));
        var start = new ProcessStartInfo("python3", ["-c", Program, Path.Combine(folder, "mount"), Path.Combine(folder, "hang"), Secret])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = Process.Start(start)!;
        if (await server.StandardOutput.ReadLineAsync() == "ready")
            return (new(server, folder), "");
        var why = (await server.StandardError.ReadToEndAsync()).Trim().Split('\n')[^1];
        Directory.Delete(folder, recursive: true);
        server.Dispose();
        return (null, $"No file system of its own can be mounted here: {why}");
    }

    /// <summary>Whoever waits for it gets an error.</summary>
    public void TakeDown()
    {
        _server.Kill();
        _server.WaitForExit();
    }

    public void Dispose()
    {
        TakeDown();
        _server.Dispose();
        using (var umount = Process.Start("umount", ["-l", Path.Combine(_folder, "mount")]))
            umount.WaitForExit();
        Directory.Delete(_folder, recursive: true);
    }
}
