using System.Net.Sockets;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Confinement;

/// <summary>A read-only step opens no Unix socket, however it came to its path; but those that it names.</summary>
[Needs(Need.Docker, Need.Packages)]
public sealed class UnixSocketTests : IDisposable
{
    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/sockets-{Guid.NewGuid():N}").FullName;
    private readonly List<Socket> _open = [];

    public void Dispose()
    {
        _open.ForEach(s => s.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Socket_OfAnyMaking_CannotBeReached()
    {
        var plain = Listen("plain");
        Listen("old-name");
        File.Move(Path.Combine(_folder, "old-name"), Path.Combine(_folder, "renamed"));
        await TestContainer.ShellAsync($"ln {plain} {_folder}/hard-linked; ln -s {plain} {_folder}/linked");
        Listen("with space");
        await using var runners = new Runners();
        var sink = new RecordingSink();
        var running = runners.Of("bash").RunAsync(Executions.Of("bash", $$"""
            echo ready
            until [ -S {{_folder}}/late ]; do sleep 0.05; done
            for path in {{_folder}}/*; do
              perl -MSocket -e 'socket my $s, AF_UNIX, SOCK_STREAM, 0 or exit 1; connect $s, pack_sockaddr_un($ARGV[0]) and print "reached $ARGV[0]\n"' "$path" || true
            done
            """, folder: runners.Folder), sink, default);
        await sink.SeesAsync("ready", running);
        Listen("late");

        (await running).Sandbox.ShouldBe("confined, read-only");

        sink.Lines.ShouldBe(["ready"]);
    }

    [Fact]
    public async Task Socket_ThatTheStepNames_IsReachedAndSaidInTheEvidence()
    {
        var (named, other) = (Listen("named"), Listen("other"));
        await using var runners = new Runners();
        var execution = Executions.Of("bash", $$"""
            for path in {{named}} {{other}}; do
              perl -MSocket -e 'socket my $s, AF_UNIX, SOCK_STREAM, 0; print connect($s, pack_sockaddr_un($ARGV[0])) ? "reached" : "refused", "\n"' "$path"
            done
            """, folder: runners.Folder);
        var sink = new RecordingSink();

        var end = await runners.Of("bash").RunAsync(execution with { Step = execution.Step with { Sockets = [named] } }, sink, default);

        sink.Lines.ShouldBe(["reached", "refused"]);
        end.Sandbox.ShouldBe($"confined, read-only, but for Unix sockets: the step names {named}");
    }

    private string Listen(string name)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _open.Add(socket);
        var path = Path.Combine(_folder, name);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        socket.Listen();
        return path;
    }
}
