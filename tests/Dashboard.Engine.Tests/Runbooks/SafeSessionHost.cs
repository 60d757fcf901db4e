using System.Collections.Immutable;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runbooks;

/// <summary>
/// What the m04 preflight looks at, all of it real: a container with ssh-keygen on a real engine, a Compose file, and the overlay. Each
/// test makes its own key. One for all tests of the preflight.
/// </summary>
public sealed class SafeSessionHost : IAsyncLifetime
{
    private const string Prefix = "cutover-preflight-test";

    // No process id: it comes again, and so would the name that a killed run has left on the engine.
    private static readonly string Once = Guid.NewGuid().ToString("N");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("preflight-");
    private int _keys;

    public static string Variable => "PLATFORM_RUNTIME_SAFE_SESSION_CA_KEY_FILE";

    /// <summary>A running container with ssh-keygen.</summary>
    public static string Running { get; } = $"{Prefix}-running-{Once}";

    /// <summary>A container with ssh-keygen that was made and never started.</summary>
    public static string Stopped { get; } = $"{Prefix}-stopped-{Once}";

    /// <summary>A running container without ssh-keygen.</summary>
    public static string Bare { get; } = $"{Prefix}-bare-{Once}";

    /// <summary>Why there is no engine to test with; null when there is one.</summary>
    public string? NoEngine { get; private set; }

    /// <summary>The platform's own Compose file.</summary>
    public string ComposeFile => Path.Combine(_folder.FullName, "compose.yaml");

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(ComposeFile, """
            services:
              safe-session-api:
                image: safe-session-api
                container_name: safe-session-api
                environment: {SAFE_SESSION_SIGNER: vault}
                volumes: ["state:/var/lib/safe-session"]
              vault:
                image: vault
            volumes:
              state: {}
            """);
        var engine = await Repository.RunAsync("docker", ["version", "--format", "{{.Server.Version}}"]);
        if (engine.ExitCode != 0)
        {
            NoEngine = $"No Docker engine answers: {engine.Stderr.Trim()}";
            return;
        }

        var images = Path.Combine(Repository.Root, "tests/rehearsal/images.sh");
        await Repository.MustRunAsync("bash", images, $"{Prefix}-full:1", "ssh-keygen");
        await Repository.MustRunAsync("bash", images, $"{Prefix}-bare:1");
        await Repository.MustRunAsync("docker", "run", "--detach", "--label", "cutover.test", "--init", "--network=none", "--name", Running,
            $"{Prefix}-full:1");
        await Repository.MustRunAsync("docker", "create", "--label", "cutover.test", "--network=none", "--name", Stopped,
            $"{Prefix}-full:1");
        await Repository.MustRunAsync("docker", "run", "--detach", "--label", "cutover.test", "--init", "--network=none", "--name", Bare,
            $"{Prefix}-bare:1");
    }

    /// <summary>Makes a key in a folder of its own, as Infisical would render it, and returns its path.</summary>
    public async Task<string> RenderKeyAsync(string type = "ed25519", string passphrase = "", string format = "RFC4716")
    {
        var path = Path.Combine(_folder.CreateSubdirectory($"rendered-{Interlocked.Increment(ref _keys)}").FullName, "ca");
        await Repository.MustRunAsync("ssh-keygen", "-q", "-t", type, "-m", format, "-N", passphrase, "-C", "safe-session", "-f", path);
        return path;
    }

    /// <summary>Runs the preflight as root, alone, on this key.</summary>
    /// <param name="key">What the variable holds; null leaves it unset.</param>
    /// <param name="container">The container to look at.</param>
    /// <param name="script">Another copy of the script, with another overlay beside it; null for the one that ships.</param>
    /// <param name="more">More variables, or other values.</param>
    public Task<ProgramEnd> PreflightAsync(string? key, string? container = null, string? script = null,
        params (string Name, string Value)[] more)
    {
        Assert.SkipWhen(NoEngine is not null, NoEngine ?? "");
        var environment = ImmutableDictionary<string, string>.Empty
            .Add("SAFE_SESSION_CONTAINER", container ?? Running)
            .Add("PLATFORM_COMPOSE_FILE", ComposeFile)
            .SetItems(more.Select(m => KeyValuePair.Create(m.Name, m.Value)));
        if (key is not null)
            environment = environment.SetItem(Variable, key);
        return Repository.RunAsync(script ?? Path.Combine(Repository.Runbooks, "scripts/cutover/safe-session-local-ca-preflight.sh"), [],
            environment, _folder.FullName);
    }

    /// <summary>A copy of the script with a changed overlay beside it.</summary>
    public string WithOverlay(Func<string, string> change)
    {
        var root = _folder.CreateSubdirectory($"runbooks-{Interlocked.Increment(ref _keys)}").FullName;
        var (script, overlay) = ("scripts/cutover/safe-session-local-ca-preflight.sh", "compose/overlays/safe-session-local-ca.yaml");
        Directory.CreateDirectory(Path.Combine(root, "scripts/cutover"));
        Directory.CreateDirectory(Path.Combine(root, "compose/overlays"));
        File.Copy(Path.Combine(Repository.Runbooks, script), Path.Combine(root, script));
        var before = File.ReadAllText(Path.Combine(Repository.Runbooks, overlay));
        var after = change(before);
        after.ShouldNotBe(before, "the change must change something");
        File.WriteAllText(Path.Combine(root, overlay), after);
        return Path.Combine(root, script);
    }

    public async ValueTask DisposeAsync()
    {
        if (NoEngine is null)
        {
            await Repository.RunAsync("docker", ["rm", "--force", "--volumes", Running, Stopped, Bare]);
            await Repository.RunAsync("docker", ["image", "rm", $"{Prefix}-full:1", $"{Prefix}-bare:1"]);
        }

        _folder.Delete(recursive: true);
    }

    /// <summary>The tests that share one host, one after the other.</summary>
    [CollectionDefinition]
    public sealed class Shared : ICollectionFixture<SafeSessionHost>;
}
