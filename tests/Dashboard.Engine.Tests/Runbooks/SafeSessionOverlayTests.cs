using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runbooks;

[Collection<SafeSessionHost.Shared>]
[Needs(Need.Docker)]
public sealed class SafeSessionOverlayTests(SafeSessionHost host)
{
    private static string Overlay => Path.Combine(Repository.Runbooks, "compose/overlays/safe-session-local-ca.yaml");

    [Fact]
    public async Task Overlay_VariableUnset_RefusesToRenderAndNamesIt()
    {
        var end = await Render();
        end.ExitCode.ShouldNotBe(0);
        end.Stderr.ShouldContain(SafeSessionHost.Variable);
    }

    [Fact]
    public async Task Overlay_VariableEmpty_RefusesToRender() =>
        (await Render((SafeSessionHost.Variable, ""))).ExitCode.ShouldNotBe(0);

    [Fact]
    public async Task Overlay_VariableSet_MountsTheKeyReadOnlyAndSwitchesTheSigner()
    {
        var end = await Render((SafeSessionHost.Variable, "/etc/platform/ca"));
        end.ExitCode.ShouldBe(0, end.Stderr);
        end.Stdout.ShouldContain("source: /etc/platform/ca");
        end.Stdout.ShouldContain("read_only: true");
        end.Stdout.ShouldContain("SAFE_SESSION_SIGNER: local");
    }

    [Fact]
    public Task Preflight_MountWithoutReadOnly_Fails() =>
        ShouldBeWritable(text => text.Replace("        read_only: true\n", ""), "safe-session-api:/run/secrets/safe-session-ca");

    [Fact]
    public Task Preflight_MountThatSaysItIsWritable_Fails() =>
        ShouldBeWritable(text => text.Replace("read_only: true", "read_only: false"), "safe-session-api:/run/secrets/safe-session-ca");

    [Fact]
    public Task Preflight_ShortMountWithoutMode_Fails() =>
        ShouldBeWritable(text => text + $"      - ${{{SafeSessionHost.Variable}}}:/somewhere/else\n", "safe-session-api:/somewhere/else");

    [Fact]
    public Task Preflight_AnotherServiceThatCanWriteTheKey_Fails() =>
        ShouldBeWritable(text => text + $"  vault:\n    volumes:\n      - ${{{SafeSessionHost.Variable}}}:/key:rw\n", "vault:/key");

    [Fact]
    public Task Preflight_WritableMountOfAFolderAboveTheKey_Fails() =>
        ShouldBeWritable(text => text + "  vault:\n    volumes: ['/:/host']\n", "vault:/host");

    [Fact]
    public async Task Preflight_ShortMountThatIsReadOnly_Passes()
    {
        var script = host.WithOverlay(text => text[..text.IndexOf("      - type: bind", StringComparison.Ordinal)]
            + $"      - ${{{SafeSessionHost.Variable}:?}}:/run/secrets/safe-session-ca:ro\n");
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), script: script);
        end.Stdout.ShouldContain("ok overlay_mount_read_only");
        end.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Preflight_OverlayThatMountsNoKey_Fails()
    {
        var script = host.WithOverlay(text => text[..text.IndexOf("    volumes:", StringComparison.Ordinal)]);
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), script: script);
        end.Stdout.ShouldContain("fail overlay_mount_must_be_read_only: the key is not mounted");
        end.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Preflight_OverlayThatIsBroken_Fails()
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), script: host.WithOverlay(text => text + "nonsense: [\n"));
        end.Stdout.ShouldContain("fail overlay_must_render: Compose refuses it");
        end.ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData("", "PLATFORM_COMPOSE_FILE is empty")]
    [InlineData("/nowhere/compose.yaml", "PLATFORM_COMPOSE_FILE names no file")]
    public async Task Preflight_NoComposeFile_SaysSo(string file, string reason)
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), more: ("PLATFORM_COMPOSE_FILE", file));
        end.Stdout.ShouldContain($"fail overlay_must_render: {reason}");
        end.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Preflight_ContainerMissing_Fails()
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), "cutover-preflight-test-nowhere");
        end.Stdout.ShouldContain("fail container_must_be_present: there is no container cutover-preflight-test-nowhere");
        end.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Preflight_ContainerStopped_FailsAndStillFindsSshKeygenInIt()
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), SafeSessionHost.Stopped);
        end.Stdout.ShouldContain("ok container_present");
        end.Stdout.ShouldContain($"fail container_must_be_running: {SafeSessionHost.Stopped} is created");
        end.Stdout.ShouldContain("ok container_ssh_keygen");
        end.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Preflight_ContainerWithoutSshKeygen_Fails()
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), SafeSessionHost.Bare);
        end.Stdout.ShouldContain("ok container_running");
        end.Stdout.ShouldContain("fail container_must_have_ssh-keygen");
        end.ExitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Preflight_EngineDown_SaysSo()
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), more: ("DOCKER_HOST", "unix:///nowhere/docker.sock"));
        end.Stdout.ShouldContain("fail container_must_be_present: the Docker engine does not answer");
        end.Stdout.ShouldContain("ok overlay_mount_read_only");
        end.ExitCode.ShouldBe(1);
    }

    private async Task ShouldBeWritable(Func<string, string> change, string where)
    {
        var end = await host.PreflightAsync(await host.RenderKeyAsync(), script: host.WithOverlay(change));
        end.Stdout.ShouldContain("ok overlay_renders");
        end.Stdout.ShouldContain($"fail overlay_mount_must_be_read_only: writable at {where}");
        end.ExitCode.ShouldBe(1);
    }

    private async Task<ProgramEnd> Render(params (string Name, string Value)[] environment)
    {
        var two = (await Repository.RunAsync("docker", ["compose", "version"])).ExitCode == 0;
        string[] arguments = [.. two ? new[] { "compose" } : [], "-f", host.ComposeFile, "-f", Overlay, "config"];
        return await Repository.RunAsync(two ? "docker" : "docker-compose", arguments, environment.ToDictionary(e => e.Name, e => e.Value));
    }
}
