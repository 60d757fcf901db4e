using System.Net.Sockets;
using Dashboard.Engine.Execution.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Dashboard.Engine.Execution.Confinement;

/// <summary>The Docker engine's socket, and the one that stands in for it.</summary>
/// <param name="Real">The engine's own, with links resolved.</param>
/// <param name="Stand">The stand-in's.</param>
internal sealed record EngineSocket(string Real, string Stand);

/// <summary>
/// A Docker socket for read-only steps: GET and HEAD go through to the engine, everything else is refused with a message that
/// <c>docker</c> prints, so that the evidence shows the attempt. Upgraded connections (attach, exec) are refused too.
/// </summary>
internal sealed class DockerReadProxy(IOptions<EngineOptions> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private WebApplication? _proxy;
    private string? _folder;
    private HttpMessageInvoker? _engine;

    private string Stand => Path.Combine(_folder!, "docker.sock");

    /// <summary>The sockets, with the stand-in listening; null when the engine has no socket here. And words for the evidence.</summary>
    public async Task<(EngineSocket? Socket, string Words)> FindAsync()
    {
        var uri = new Uri(options.Value.Docker);
        if (uri.Scheme != "unix")
            return (null, $"confined, read-only, but for the Docker engine at {uri.Authority}, which is not on a socket");
        if (NativeCalls.RealPath(uri.AbsolutePath) is not { } real)
            return (null, "confined, read-only");
        await _once.WaitAsync();
        try
        {
            if (_proxy is null)
                await StartAsync(real);
        }
        finally
        {
            _once.Release();
        }

        return (new(real, Stand), "confined, read-only");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        _engine?.Dispose();
        _once.Dispose();
        if (_folder is not null)
            Directory.Delete(_folder, recursive: true);
    }

    private async Task StartAsync(string real)
    {
        // Not in the data folder: a socket's path is limited to 107 bytes.
        _folder = Directory.CreateTempSubdirectory("cutover-").FullName;
        _engine = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(real), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(Stand));
        builder.Services.AddHttpForwarder();
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        app.Run(context => AnswerAsync(context, forwarder));
        await app.StartAsync();
        _proxy = app;
    }

    private async Task AnswerAsync(HttpContext context, IHttpForwarder forwarder)
    {
        var request = context.Request;
        var reads = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (reads && !request.Headers.ContainsKey("Upgrade"))
        {
            await forwarder.SendAsync(context, "http://docker", _engine!);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsJsonAsync(new { message = $"refused by the dashboard: a read-only step may not {request.Method} {request.Path}" });
    }
}
