using Docker.DotNet;

namespace Dashboard.Execution.Containers;

/// <summary>What a container is, for whoever wants something of it.</summary>
internal enum ContainerPresence
{
    /// <summary>The engine does not say, or the container runs.</summary>
    Other,

    /// <summary>It is there and does not run.</summary>
    Stopped,

    /// <summary>There is none of that name.</summary>
    Missing,
}

/// <summary>
/// Reads files of containers that do not run: no command can be run there, but <c>docker cp</c> reaches them all the same.
/// </summary>
internal sealed class ContainerFiles(DockerEngine engine)
{
    /// <summary>Whether a container is there, and runs.</summary>
    public async Task<ContainerPresence> PresenceAsync(string container, CancellationToken cancellation)
    {
        try
        {
            var state = (await engine.Client.Containers.InspectContainerAsync(container, cancellation)).State;
            return state is { Running: false, Restarting: false } ? ContainerPresence.Stopped : ContainerPresence.Other;
        }
        catch (DockerContainerNotFoundException)
        {
            return ContainerPresence.Missing;
        }
        catch (Exception e) when (DockerEngine.IsFailure(e) || e is OperationCanceledException)
        {
            return ContainerPresence.Other;
        }
    }

    /// <summary>What lies at a path, as a tar archive. A link at its end is kept as one.</summary>
    /// <returns>The archive; null when nothing lies there.</returns>
    /// <exception cref="IOException">The engine cannot be asked, or refuses.</exception>
    public async Task<Stream?> ArchiveAsync(string container, string path, CancellationToken cancellation)
    {
        try
        {
            return (await engine.Client.Containers.GetArchiveFromContainerAsync(container, new() { Path = path }, false,
                cancellation)).Stream;
        }
        catch (DockerContainerNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (DockerEngine.IsFailure(e))
        {
            throw new IOException(engine.Words(e), e);
        }
    }
}
