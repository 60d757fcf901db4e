using System.Buffers.Text;
using System.Globalization;
using System.Net;
using Dashboard.Core.Output;
using Dashboard.Execution.Processes;
using Docker.DotNet;
using Docker.DotNet.Models;

namespace Dashboard.Execution.Containers;

/// <summary>What became of a signal.</summary>
internal enum Signalled
{
    /// <summary>It could not be sent: nobody knows the process.</summary>
    Not,

    /// <summary>The process had ended before.</summary>
    HadEnded,

    /// <summary>It was sent to a process that lived.</summary>
    Sent,

    /// <summary>It was asked for, and the container has not answered.</summary>
    Perhaps,
}

/// <summary>
/// A command inside a container, as <c>docker exec</c> runs it: the leader of a session of its own. The engine's API cannot signal
/// it, so its first output line is its process id in the container, and a second command there sends the signals.
/// </summary>
internal sealed class ContainerSession : IDisposable
{
    private const string Announce = "echo $$; exec \"$@\"";

    // In a terminal nobody types: what waits for an answer gets none, as elsewhere. Its size is told where the container has a program for
    // that.
    private static readonly string AnnounceInTerminal = string.Create(
        CultureInfo.InvariantCulture, $"stty rows {PseudoTerminal.Rows} cols {PseudoTerminal.Columns} 2>/dev/null; {Announce} </dev/null");

    /// <summary>
    /// Who may signal what the step has started as another user. In a container without capabilities root may not, and each user his own.
    /// </summary>
    private const string Root = "0";

    /// <summary>A process id and its line end are no longer than this.</summary>
    private const int LongestId = 16;

    private readonly DockerClient _client;
    private readonly string _container;
    private readonly string _exec;
    private readonly string _mark;
    private readonly string _user;
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly List<byte> _first = [];
    private readonly TerminalLines? _lines;
    private MultiplexedStream? _stream;
    private int? _pid;
    private volatile bool _passingOn, _isOver;
    private long _passed;

    private ContainerSession(DockerClient client, string container, string exec, ContainerCommand command) =>
        (_client, _container, _exec, _mark, _user, _lines) =
            (client, container, exec, command.Mark ?? "", command.User ?? "", command.Terminal ? new() : null);

    /// <summary>Tells the engine what is to be run. Nothing runs before <see cref="StartAsync"/>.</summary>
    public static async Task<ContainerSession> CreateAsync(DockerClient client, string container, ContainerCommand command,
        CancellationToken stop)
    {
        var created = await client.Exec.CreateContainerExecAsync(container, new()
        {
            Cmd = ["sh", "-c", command.Terminal ? AnnounceInTerminal : Announce, "step", .. command.Arguments],
            Env = [.. command.Environment.Select(e => $"{e.Key}={e.Value}")],
            User = command.User ?? "",
            AttachStdout = true,
            AttachStderr = true,
            TTY = command.Terminal,
        }, stop);
        return new(client, container, created.ID, command);
    }

    /// <summary>
    /// Starts it. It takes no cancellation: what the engine was told to start it starts, whether somebody waits for its answer or not.
    /// </summary>
    public async Task StartAsync()
    {
        _stream = await _client.Exec.StartContainerExecAsync(_exec, new() { TTY = _lines is not null }, CancellationToken.None);
        // Nobody waited for it.
        if (_isOver)
            _stream.Dispose();
    }

    /// <summary>Passes its output on until its pipes are closed. Cancelled, it throws.</summary>
    public async Task ReadAsync(IOutputSink output, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await _stream!.ReadOutputAsync(_buffer, 0, _buffer.Length, cancellation);
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

    /// <summary>Sends a signal to its whole group, and to what it has started that left the group.</summary>
    /// <param name="signal">Which.</param>
    /// <param name="timeout">How long the container may take for it: what sends it there may hang as well.</param>
    public async Task<Signalled> SignalAsync(string signal, TimeSpan timeout)
    {
        if (_pid is not { } pid)
            return Signalled.Not;
        string[] arguments = [pid.ToString(CultureInfo.InvariantCulture), signal, _mark];
        var answer = await AskAsync(Root, ContainerScripts.Signal, timeout, arguments);
        if (answer == "refused\n")
            answer = await AskAsync(_user, ContainerScripts.Signal, timeout, arguments);
        return answer switch
        {
            "ended\n" => Signalled.HadEnded,
            "sent\n" => Signalled.Sent,
            _ => Signalled.Perhaps,
        };
    }

    /// <summary>
    /// What goes on of it once it was told to end, as <c>pid name</c>, with process ids of the container, what left its session included;
    /// null when the container does not tell.
    /// </summary>
    public async Task<IReadOnlyList<string>?> GoingOnAsync(TimeSpan timeout) =>
        await AskAsync(Root, ContainerScripts.GoingOn, timeout, (_pid ?? 0).ToString(CultureInfo.InvariantCulture), _mark) is { } answer
            && answer.EndsWith("end\n", StringComparison.Ordinal)
            ? answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)[..^1]
            : null;

    /// <summary>Whether it still writes to what it was given as its output, though that has ended here.</summary>
    public async Task<bool> HoldsOutputAsync(TimeSpan timeout) =>
        _pid is > 0 and var pid
            && await AskAsync(Root, ContainerScripts.HoldsOutput, timeout, pid.ToString(CultureInfo.InvariantCulture)) == "yes\n";

    // What it prints; null when it has not ended in time.
    private async Task<string?> AskAsync(string user, string script, TimeSpan timeout, params string[] arguments)
    {
        using var limit = new CancellationTokenSource(timeout);
        try
        {
            var created = await _client.Exec.CreateContainerExecAsync(_container, new()
            {
                Cmd = ["sh", "-c", script, "ask", .. arguments],
                User = user,
                AttachStdout = true,
            }, limit.Token);
            using var stream = await _client.Exec.StartContainerExecAsync(created.ID, new(), limit.Token);
            return (await stream.ReadOutputToEndAsync(limit.Token)).stdout;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return null; // it was asked for; nobody waits for the answer
        }
    }

    /// <summary>
    /// What is left of it, as <c>pid name</c>, with process ids of the engine's host; null when the container has stopped.
    /// </summary>
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
    public void Dispose()
    {
        _isOver = true;
        _stream?.Dispose();
    }

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
