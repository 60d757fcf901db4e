using System.Net.Sockets;

namespace Dashboard.Testing;

/// <summary>What the machine has of what slow tests need.</summary>
internal static class Machine
{
    private static readonly Lazy<bool> Docker = new(Answers);

    private static readonly Lazy<string?> Package =
        new(() => new[] { "bwrap", "shfmt", "shellcheck", "ssh-keygen" }.FirstOrDefault(p => !Has(p)));

    /// <summary>What is missing, in a sentence that says what to do; null when all is there.</summary>
    public static string? Missing(IEnumerable<Need> needs) => needs.Select(need => need switch
    {
        Need.Root => Environment.IsPrivilegedProcess ? null : "Needs root: run ./test as root.",
        Need.Docker => Docker.Value ? null : "Needs a Docker engine that answers at /var/run/docker.sock: start one, or run ./test.",
        Need.Browser => Has("chromium-headless-shell") ? null : "Needs chromium-headless-shell: scripts/dev/packages.sh installs it.",
        Need.Packages => Package.Value is { } program ? $"Needs {program}: scripts/dev/packages.sh installs it." : null,
        _ => null,
    }).FirstOrDefault(m => m is not null);

    private static bool Has(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':')
            .Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, program)));

    private static bool Answers()
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint("/var/run/docker.sock"));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
