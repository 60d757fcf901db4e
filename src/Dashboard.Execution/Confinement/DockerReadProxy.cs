using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Dashboard.Execution.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Forwarder;

namespace Dashboard.Execution.Confinement;

/// <summary>The Docker engine for one attempt: <paramref name="Address"/> answers until it is disposed of.</summary>
/// <param name="Address">What <c>DOCKER_HOST</c> is to be.</param>
/// <param name="Close">Ends it.</param>
internal sealed record EngineDoor(string Address, Action Close) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Close();
}

/// <summary>
/// The Docker engine as read-only steps get it: questions go through (<see cref="DockerReads"/>), everything else is refused with a message
/// that <c>docker</c> prints, so that the evidence shows the attempt. It listens on loopback, since a confined step can open no Unix
/// socket; the path is a secret of each attempt, since anybody on the host can reach a port.
/// </summary>
internal sealed class DockerReadProxy(IOptions<ExecutionOptions> options) : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private readonly ConcurrentDictionary<string, bool> _open = new(StringComparer.Ordinal);
    private WebApplication? _proxy;
    private HttpMessageInvoker? _engine;
    private int _port;

    /// <summary>Where the engine answers over the network, past this one; null when it has a socket on this host.</summary>
    public string? Elsewhere => new Uri(options.Value.Docker) is { Scheme: not "unix" } uri ? uri.Authority : null;

    /// <summary>The engine for one attempt; null when there is none.</summary>
    public async Task<EngineDoor?> OpenAsync()
    {
        var engine = new Uri(options.Value.Docker);
        if (engine.Scheme == "unix" && NativeCalls.RealPath(engine.AbsolutePath) is null)
            return null;
        await _once.WaitAsync();
        try
        {
            if (_proxy is null)
                await StartAsync(engine);
        }
        finally
        {
            _once.Release();
        }

        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _open[token] = true;
        return new($"tcp://127.0.0.1:{_port}/{token}", () => _open.TryRemove(token, out _));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_proxy is not null)
            await _proxy.DisposeAsync();
        _engine?.Dispose();
        _once.Dispose();
    }

    private async Task StartAsync(Uri engine)
    {
        _engine ??= new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = engine.Scheme != "unix" ? null : async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.AbsolutePath), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddHttpForwarder();
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var address = engine.Scheme == "unix" ? "http://docker" : $"{(engine.Scheme == "https" ? "https" : "http")}://{engine.Authority}";
        app.Run(context => AnswerAsync(context, forwarder, address));
        await app.StartAsync();
        _port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        _proxy = app;
    }

    private async Task AnswerAsync(HttpContext context, IHttpForwarder forwarder, string address)
    {
        var request = context.Request;
        // /TOKEN/v1.41/containers/json
        var path = request.Path.Value ?? "";
        var end = path.IndexOf('/', Math.Min(1, path.Length));
        if (end < 0 || !_open.ContainsKey(path[1..end]))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        (request.PathBase, request.Path) = (PathString.Empty, path[end..]);
        if (DockerReads.Allows(request.Method, path[end..]) && !request.Headers.ContainsKey("Upgrade"))
        {
            await forwarder.SendAsync(context, address, _engine!);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsJsonAsync(
            new { message = $"refused by the dashboard: a read-only step may not {request.Method} {request.Path}" });
    }
}
