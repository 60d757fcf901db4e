using System.Net.Sockets;
using Dashboard.Execution.Processes;

namespace Dashboard.Execution.Confinement;

/// <summary>
/// Things on the host that a trial of the sandbox tries to reach: a file, a named pipe that somebody reads, a socket with a path, one
/// without.
/// </summary>
internal sealed class SandboxCanaries : IDisposable
{
    private readonly List<IDisposable> _open = [];

    public SandboxCanaries()
    {
        // Not below /tmp, of which the sandbox has its own, and not in the data folder, which it does not show.
        Folder = Directory.CreateDirectory($"/var/tmp/cutover-sandbox-{Guid.NewGuid():N}").FullName;
        var (file, pipe, socket, name) = (Path.Combine(Folder, "file"), Path.Combine(Folder, "pipe"), Path.Combine(Folder, "socket"),
            $"cutover-sandbox-{Guid.NewGuid():N}");
        File.WriteAllText(file, "A read-only step must not change this.\n");
        NativeCalls.MakePipe(pipe);
        _open.Add(File.OpenHandle(pipe, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite));
        Listen(new UnixDomainSocketEndPoint(socket));
        Listen(new UnixDomainSocketEndPoint('\0' + name));
        Arguments = [$"file={file}", $"fifo={pipe}", $"socket={socket}", $"abstract=@{name}"];
    }

    /// <summary>The folder they lie in.</summary>
    public string Folder { get; }

    /// <summary>What the script is told of them.</summary>
    public IReadOnlyList<string> Arguments { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open.ForEach(o => o.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    private void Listen(UnixDomainSocketEndPoint place)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _open.Add(socket);
        socket.Bind(place);
        socket.Listen();
    }
}
