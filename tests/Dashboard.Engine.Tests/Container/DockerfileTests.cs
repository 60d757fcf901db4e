using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Container;

/// <summary>Builds the image and starts it, on Microsoft's base images where this machine has them, else on a stand-in made here.</summary>
[Needs(Need.Docker)]
public sealed class DockerfileTests
{
    private const string StandIn = "cutover-test-base";

    [Fact]
    public async Task Image_BuiltAndStarted_IsHealthyAndRunsAsNobodySpecial()
    {
        var engine = await Repository.RunAsync("docker", ["version"]);
        Assert.SkipWhen(engine.ExitCode != 0, $"No Docker engine answers: {engine.Stderr.Trim()}");
        var arguments = await BaseImagesAsync();
        // No process id: it comes again, and so would the name that a killed run has left on the engine.
        var once = Guid.NewGuid().ToString("N");
        var (image, name) = ($"cutover-test-image:{once}", $"cutover-test-image-{once}");
        try
        {
            var build = await Repository.RunAsync("docker",
                ["build", "--network", "host", "--label", "cutover.test", .. arguments, "--tag", image, "."]);
            build.ExitCode.ShouldBe(0, Tail(build.Stdout) + Tail(build.Stderr));
            await Repository.MustRunAsync("docker", "run", "--detach", "--label", "cutover.test", "--name", name, "--publish",
                "127.0.0.1::8080", "--health-interval", "1s", image);

            await ShouldBecomeHealthyAsync(name);

            (await InAsync(name, "id", "-un")).ShouldBe("cutover");
            (await InAsync(name, "bwrap", "--version")).ShouldStartWith("bubblewrap");
            (await InAsync(name, "bash", "-c", "ssh -V 2>&1")).ShouldStartWith("OpenSSH");
            (await InAsync(name, "stat", "-c", "%U %a", "/data")).ShouldBe("cutover 700");
            (await InAsync(name, "ls", "/data")).ShouldContain("dashboard.db");
            (await InAsync(name, "ls", "/runbooks")).ShouldContain("practice-cutover.md");
            // Without it pages are shown, and no button does anything.
            (await InAsync(name, "ls", "/app/wwwroot/_framework")).ShouldContain("blazor.web");
            // What a step leaves behind is let go when it ends.
            (await InAsync(name, "sh", "-c", "(sleep 0.1 &) ; sleep 1; grep -ls 'State:.Z' /proc/[0-9]*/status | wc -l")).ShouldBe("0");
            await ShouldStopCleanlyAsync(name);

            // As docs/lint.md calls it from a build server: any user, any folder, the repository read-only.
            (await Repository.MustRunAsync("docker", "run", "--rm", "--label", "cutover.test", "--user", "65534", "--volume",
                $"{Repository.Root}:/repo:ro", "--workdir", "/repo",
                image, "lint", "runbooks", "--strict", "--json")).ShouldContain("\"exitCode\": 0");
        }
        finally
        {
            await Repository.RunAsync("docker", ["rm", "--force", "--volumes", name]);
            await Repository.RunAsync("docker", ["image", "rm", "--force", image]);
            // The classic builder keeps its first stage, with the SDK in it, as an image without a name.
            await Repository.RunAsync("docker", ["image", "prune", "--force", "--filter", "label=cutover.stage=build"]);
        }
    }

    private static async Task<string[]> BaseImagesAsync()
    {
        if (await HasAsync("mcr.microsoft.com/dotnet/sdk:10.0") && await HasAsync("mcr.microsoft.com/dotnet/aspnet:10.0"))
            return [];
        // The stand-in carries the packages of this revision; another set of packages makes another one.
        var packages = await Repository.MustRunAsync("sha256sum", "src/Dashboard/packages.lock.json");
        var tag = $"{StandIn}:{packages[..12]}";
        if (!await HasAsync(tag))
        {
            var made = await Repository.RunAsync("bash", ["tests/container/base-image.sh", tag], Home());
            Assert.SkipWhen(made.ExitCode != 0, $"No base images, and no stand-in could be made: {Tail(made.Stderr)}");
        }

        return ["--build-arg", $"SDK_IMAGE={tag}", "--build-arg", $"RUNTIME_IMAGE={tag}"];
    }

    private static async Task<bool> HasAsync(string image) =>
        (await Repository.RunAsync("docker", ["image", "inspect", image])).ExitCode == 0;

    /// <summary>Waits, in the shell and for two minutes at most, until the engine says healthy.</summary>
    private static async Task ShouldBecomeHealthyAsync(string name)
    {
        var wait = await Repository.RunAsync("timeout", ["120", "bash", "-c",
            """until [ "$(docker inspect --format '{{.State.Health.Status}}' "$0")" = healthy ]; do sleep 0.5; done""", name]);
        if (wait.ExitCode != 0)
        {
            var (logs, health) = (await Repository.RunAsync("docker", ["logs", name]),
                await Repository.RunAsync("docker", ["inspect", "--format", "{{json .State}}", name]));
            wait.ExitCode.ShouldBe(0, Tail(logs.Stdout) + Tail(logs.Stderr) + health.Stdout);
        }
    }

    private static async Task ShouldStopCleanlyAsync(string name)
    {
        await Repository.MustRunAsync("docker", "stop", "--time", "20", name);
        // 137 would be KILL: the server did not end when it was asked to.
        (await Repository.MustRunAsync("docker", "inspect", "--format", "{{.State.ExitCode}}", name)).ShouldBeOneOf("0", "143");
    }

    private static Task<string> InAsync(string name, params string[] command) =>
        Repository.MustRunAsync("docker", ["exec", name, .. command]);

    /// <summary>Where the SDK finds this machine's packages.</summary>
    private static Dictionary<string, string> Home() => new()
    {
        ["HOME"] = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    private static string Tail(string text) => text.Length > 3000 ? text[^3000..] : text;
}
