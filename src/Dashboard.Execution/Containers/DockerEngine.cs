using System.Net.Sockets;
using System.Text.Json;
using Docker.DotNet;
using Microsoft.Extensions.Options;

namespace Dashboard.Execution.Containers;

/// <summary>The Docker engine of the settings, and what it means when it does not answer.</summary>
internal sealed class DockerEngine(IOptions<ExecutionOptions> options) : IDisposable
{
    private readonly Lazy<DockerClient> _client = new(() => new DockerClientBuilder().WithEndpoint(new Uri(options.Value.Docker)).Build());

    /// <summary>Its API.</summary>
    public DockerClient Client => _client.Value;

    /// <summary>Whether an exception means that the engine was asked in vain.</summary>
    public static bool IsFailure(Exception e) =>
        e is DockerApiException or HttpRequestException or SocketException or IOException or TimeoutException
            or JsonException or OperationCanceledException { InnerException: TimeoutException };

    /// <summary>What such an exception means, in one sentence.</summary>
    public string Words(Exception e) => e switch
    {
        DockerContainerNotFoundException => "There is no such container.",
        DockerApiException { ResponseBody: { Length: > 0 } body } => $"The Docker engine refused: {body.Trim()}",
        DockerApiException => $"The Docker engine refused: {e.Message}",
        JsonException => $"The Docker engine at {options.Value.Docker} answers what cannot be read: {e.Message}",
        _ => $"The Docker engine at {options.Value.Docker} does not answer: {e.GetBaseException().Message}",
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_client.IsValueCreated)
            _client.Value.Dispose();
    }
}
