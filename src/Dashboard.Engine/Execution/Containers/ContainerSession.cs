using System.Buffers.Text;
using System.Globalization;
using System.Net;
using Dashboard.Engine.Execution.Processes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Dashboard.Engine.Execution.Containers;

/// <summary>
/// A command inside a container, as <c>docker exec</c> runs it: the leader of a session of its own. The engine's API cannot signal
/// it, so its first output line is its process id in the container, and a second command there sends the signals.
/// </summary>
internal sealed class ContainerSession : IDisposable
{
    private const string Announce = "echo $$; exec \"$@\"";

    // In a terminal nobody types: what waits for an answer gets none, as elsewhere. Its size is told where the container has a program for that.
    private static readonly string AnnounceInTerminal = string.Create(
        CultureInfo.InvariantCulture, $"stty rows {PseudoTerminal.Rows} cols {PseudoTerminal.Columns} 2>/dev/null; {Announce} </dev/null");

    /// <summary>A process id and its line end are no longer than this.</summary>
    private const int LongestId = 16;

    private readonly DockerClient _client;
    private readonly string _container;
    private readonly string _exec;
    private readonly MultiplexedStream _stream;
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly List<byte> _first = [];
    private TerminalLines? _lines;
    private int? _pid;
    private volatile bool _passingOn;
    private long _passed;

    private ContainerSession(DockerClient client, string container, string exec, MultiplexedStream stream) =>
        (_client, _container, _exec, _stream) = (client, container, exec, stream);

    /// <summary>Starts it.</summary>
    public static async Task<ContainerSession> StartAsync(
        DockerClient client, string container, IEnumerable<string> command, IEnumerable<KeyValuePair<string, string>> environment, string? user, bool terminal, CancellationToken stop)
    {
        var created = await client.Exec.CreateContainerExecAsync(container, new()
        {
            Cmd = ["sh", "-c", terminal ? AnnounceInTerminal : Announce, "step", .. command],
            Env = [.. environment.Select(e => $"{e.Key}={e.Value}")],
            User = user ?? "",
            AttachStdout = true,
            AttachStderr = true,
            TTY = terminal,
        }, stop);
        return new(client, container, created.ID, await client.Exec.StartContainerExecAsync(created.ID, new() { TTY = terminal }, stop)) { _lines = terminal ? new() : null };
    }

    /// <summary>Passes its output on until its pipes are closed. Cancelled, it throws.</summary>
    public async Task ReadAsync(IOutputSink output, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _stream.ReadOutputAsync(_buffer, 0, _buffer.Length, cancellation);
            var bytes = _buffer.AsMemory(0, read.Count);
            if (_lines is not null)
                bytes = read.EOF ? _lines.Rest() : _lines.Restore(bytes);
            var channel = read.Target == MultiplexedStream.TargetStream.StandardError ? OutputChannel.Stderr : OutputChannel.Stdout;
            if (_pid is null && channel == OutputChannel.Stdout)
                bytes = WithoutId(bytes);
            if (bytes.Length > 0)
            {
                _passingOn = true;
                await output.WriteAsync(channel, bytes, CancellationToken.None);
                _passingOn = false;
                Interlocked.Add(ref _passed, bytes.Length);
            }

            if (read.EOF)
                return;
        }
    }

    /// <summary>Whether it runs, its exit code, and its process id on the engine's host.</summary>
    public Task<ContainerExecInspectResponse> InspectAsync() => _client.Exec.InspectContainerExecAsync(_exec, CancellationToken.None);

    /// <summary>Whether what was read waits to be stored.</summary>
    public bool IsPassingOn => _passingOn;

    /// <summary>How many bytes of its output were passed on.</summary>
    public long Passed => Interlocked.Read(ref _passed);

    /// <summary>Whether it has said which process it is.</summary>
    public bool IsKnown => _pid is not null;

    /// <summary>Sends a signal to its whole group.</summary>
    /// <param name="signal">Which.</param>
    /// <param name="patience">How long the container may take for it: what sends it there may hang as well.</param>
    /// <returns>Whether it could be sent: not before it has said which process it is.</returns>
    public async Task<bool> SignalAsync(string signal, TimeSpan patience)
    {
        if (_pid is not { } pid)
            return false;
        try
        {
            await SendAsync(signal, pid).WaitAsync(patience);
        }
        catch (TimeoutException)
        {
            // It was asked for; nobody waits for the answer.
        }

        return true;
    }

    private async Task SendAsync(string signal, int pid)
    {
        var created = await _client.Exec.CreateContainerExecAsync(_container, new()
        {
            Cmd = ["sh", "-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} -{pid}")],
            AttachStdout = true,
        }, CancellationToken.None);
        using var stream = await _client.Exec.StartContainerExecAsync(created.ID, new(), CancellationToken.None);
        await stream.ReadOutputToEndAsync(CancellationToken.None);
    }

    /// <summary>What is left of it, as <c>pid name</c>, with process ids of the engine's host; null when the container has stopped.</summary>
    public async Task<IReadOnlyList<string>?> LeftBehindAsync(long leader)
    {
        // The engine lists a container's processes by the ps of its own host.
        ContainerProcessesResponse listed;
        try
        {
            listed = await _client.Containers.ListProcessesAsync(_container, new() { PsArgs = "-eo pid,sid,comm" }, CancellationToken.None);
        }
        catch (DockerApiException e) when (e.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            return null;
        }

        // A container that runs has at least its first process. Between that one's end and the moment in which the engine takes note of it,
        // the answer is {"Processes":null,"Titles":["PID","SID","COMMAND"]}.
        if (listed.Processes is not { Count: > 0 } processes)
            return null;
        var session = leader.ToString(CultureInfo.InvariantCulture);
        return [.. processes.Where(p => p.Count > 2 && p[1] == session && p[0] != session).Select(p => $"{p[0]} {p[2]}")];
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private Memory<byte> WithoutId(Memory<byte> bytes)
    {
        var end = bytes.Span.IndexOf((byte)'\n');
        _first.AddRange(bytes.Span[..(end < 0 ? bytes.Length : end)]);
        if (end < 0 && _first.Count <= LongestId)
            return default;
        if (end >= 0 && Utf8Parser.TryParse([.. _first], out int pid, out var used) && used == _first.Count)
        {
            _pid = pid;
            return bytes[(end + 1)..];
        }

        // Not what the wrapper wrote: the container's own sh, or the engine, complains.
        _pid = 0;
        byte[] all = [.. _first, .. bytes.Span[(end < 0 ? bytes.Length : end)..]];
        return all;
    }
}
