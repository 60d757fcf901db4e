using System.Net.Sockets;
using System.Text;

namespace Dashboard.Testing;

/// <summary>
/// A Unix socket before the Docker engine's, as organisations put one there: it can be slow, hang, or close what has been silent.
/// </summary>
internal sealed class EngineProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <summary>Begins to listen.</summary>
    public EngineProxy()
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(64);
        _ = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public string Path { get; } = System.IO.Path.Combine("/var/tmp", $"engine-{Guid.NewGuid():N}.sock");

    /// <summary>The setting <c>Dashboard:Docker</c> for it.</summary>
    public string Address => $"unix://{Path}";

    /// <summary>How long the answer to the start of a command is held back.</summary>
    public TimeSpan StartTakes { get; set; }

    /// <summary>Closes the output of a command that has written this.</summary>
    public string? ClosesAfter { get; set; }

    /// <summary>Completes when a command was told to start.</summary>
    public TaskCompletionSource Starting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>From now on nothing is passed on any more, in either direction.</summary>
    public bool Hangs { get; set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        File.Delete(Path);
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(_over.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await engine.ConnectAsync(new UnixDomainSocketEndPoint("/var/run/docker.sock"), _over.Token);
            var (starts, answered) = (false, false);
            await Task.WhenAny(
                PassAsync(client, engine, text =>
                {
                    starts |= text.StartsWith("POST ", StringComparison.Ordinal) && text.Contains("/start", StringComparison.Ordinal);
                    if (starts)
                        Starting.TrySetResult();
                    return Task.CompletedTask;
                }, null),
                PassAsync(engine, client, async _ =>
                {
                    if (starts && !answered)
                        await Task.Delay(StartTakes, _over.Token);
                    answered |= starts;
                }, () => ClosesAfter));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
        finally
        {
            client.Dispose();
        }
    }

    private async Task PassAsync(Socket from, Socket to, Func<string, Task> before, Func<string?>? last)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, _over.Token) is > 0 and var count)
        {
            while (Hangs)
                await Task.Delay(50, _over.Token);
            var text = Encoding.Latin1.GetString(buffer, 0, count);
            await before(text);
            await to.SendAsync(buffer.AsMemory(0, count), _over.Token);
            if (last?.Invoke() is { } words && text.Contains(words, StringComparison.Ordinal))
                return;
        }
    }
}
