using System.Net;
using System.Net.Sockets;
using Dashboard.Execution.Checks;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Checks;

public sealed class TcpCheckRunnerTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TcpCheckRunner _runner = new(TimeProvider.System);

    public TcpCheckRunnerTests() => _listener.Start();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    [Fact]
    public async Task Look_OpenPort_PassesAndMeasures()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("tcp", $"host: 127.0.0.1\nport: {Port}\nlatency: 10s"));
        end.ExitCode.ShouldBe(0);
        lines[0].ShouldBe("ok   port: open");
        lines[1].ShouldStartWith("ok   latency: expected at most 10 s, found ");
    }

    [Fact]
    public async Task Look_OpenPortThatMustBeClosed_Fails()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("tcp", $"host: 127.0.0.1\nport: {Port}\nopen: false"));
        end.ExitCode.ShouldBe(1);
        lines.ShouldBe(["fail port: expected closed, found open"]);
    }

    [Theory]
    [InlineData("true", 1, "fail port: expected open, found closed: ")]
    [InlineData("false", 0, "ok   port: closed")]
    public async Task Look_ClosedPort_IsAsTheCheckSays(string open, int exit, string line)
    {
        // Bound, so that nobody else takes the port, and not listening.
        using var closed = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)closed.LocalEndPoint!).Port;
        var (end, lines) = await _runner.LookAsync(Executions.Of("tcp", $"host: 127.0.0.1\nport: {port}\nopen: {open}"));
        end.ExitCode.ShouldBe(exit);
        lines.ShouldHaveSingleItem().ShouldStartWith(line);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task Look_UnknownHost_FailsEitherWay(string open)
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("tcp", $"host: no-such-host.invalid\nport: 1\nopen: {open}"));
        end.ExitCode.ShouldBe(1);
        lines.ShouldHaveSingleItem().ShouldContain("found no answer: ");
    }

    [Fact]
    public async Task Look_ForAnotherHost_SaysWhereItLookedFrom()
    {
        var (end, lines) = await _runner.LookAsync(Executions.Of("tcp", $"host: 127.0.0.1\nport: {Port}", ssh: "root@host"));
        end.ExitCode.ShouldBe(0);
        lines[0].ShouldBe("note looked at from the dashboard's own host, not from host");
    }

    public void Dispose() => _listener.Dispose();
}
