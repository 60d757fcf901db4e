using System.Text.RegularExpressions;

namespace Dashboard.Linting.Compose;

/// <summary>
/// LN404: nothing in the merged model brings the socket of a container engine into a container, read-only or not: a read-only mount keeps
/// nobody from talking to a socket, and who talks to it is root on the host.
/// </summary>
internal sealed partial class SocketRule(Readings readings, ComposeFindings findings)
{
    private static readonly string[] Sockets =
    [
        "/run/docker.sock", "/run/containerd/containerd.sock", "/run/docker/containerd/containerd.sock", "/run/podman/podman.sock",
        "/run/crio/crio.sock", "/run/user/0/docker.sock",
    ];

    /// <summary>Looks at a service of a model.</summary>
    public void Check(string name, ComposeMap service, IEnumerable<ServiceMount> mounts)
    {
        foreach (var mount in mounts.Where(m => m.Readings.Any(HasSocket)))
            Found(mount.Entry, $"The service `{name}` mounts `{Shown(mount)}`");
        if (service.Text("use_api_socket") is { IsFalse: false } flag)
            Found(flag, $"The service `{name}` requests the engine's socket");
    }

    /// <summary>Looks at the files that a model's secrets and configs stand for.</summary>
    public void CheckFiles(ComposeMap model)
    {
        foreach (var kind in new[] { "secrets", "configs" })
        {
            foreach (var (name, map) in model.Maps(kind))
            {
                if (map.Text("file") is { } file && readings.Of(file.Value).Any(HasSocket))
                    Found(file, $"`{name}` of `{kind}` is `{file.Value}`");
            }
        }
    }

    private void Found(ComposeNode at, string what) => findings.ErrorOnce(LintCodes.DockerSocketMounted, at,
        $"{what}, which exposes the socket of the container engine: access to it means root on the host, even through a read-only mount.",
        "Remove the mount, or mount only the file or folder that is needed.");

    private static string Shown(ServiceMount mount) => mount.Written.Source.Length > 0 ? mount.Written.Source : mount.Written.Target;

    private static bool HasSocket(Mount mount) =>
        !mount.InMemory && (HasSocket(mount.Source) || SocketName().IsMatch(mount.Target));

    private static bool HasSocket(string source)
    {
        var path = ComposePath.Clean(source);
        return SocketName().IsMatch(source) || UserFolder().IsMatch(path) || path is "/var"
            || (path.StartsWith('/') && Sockets.Any(socket => ComposePath.IsAtOrBelow(socket, path)));
    }

    /// <summary>A socket wherever it stands: rootless engines put theirs below the home folder.</summary>
    [GeneratedRegex(@"(^|[/}])(docker|containerd|podman|crio|dockershim)\.(sock|socket)/*$", RegexOptions.CultureInvariant)]
    private static partial Regex SocketName();

    /// <summary>
    /// The folder of a person's sockets, where rootless engines put theirs: <c>/run/user/1000</c>, <c>$XDG_RUNTIME_DIR</c>.
    /// </summary>
    [GeneratedRegex(@"^(/run/user/[^/]+|\$XDG_RUNTIME_DIR|\$\{XDG_RUNTIME_DIR([:?+-][^}]*)?\})(/podman)?/*$",
        RegexOptions.CultureInvariant)]
    private static partial Regex UserFolder();
}
