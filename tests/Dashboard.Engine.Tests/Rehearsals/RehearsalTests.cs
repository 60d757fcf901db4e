using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Rehearsals;

/// <summary><c>tests/rehearsal/up</c> and <c>down</c>, when something is on the engine already.</summary>
[Collection<BrokenCutoverTests.Shared>]
[Needs(Need.Docker)]
public sealed class RehearsalTests(RehearsalPlatform platform)
{
    private readonly string _other = $"/var/tmp/cutover-other-{Guid.NewGuid():N}";

    [Fact]
    public async Task UpAndDown_PlatformOfAnotherFolder_LeaveItAloneAndSayWhatTakesItAway()
    {
        var before = await ContainersAsync();
        var wayOut = $"tests/rehearsal/down {platform.Folder} takes it away.";
        (await RefusedAsync("up", _other)).ShouldBe($"There is a platform in {platform.Folder} already; {wayOut}");
        (await RefusedAsync("up", "--replace", "/var/tmp/cutover-other-*", _other))
            .ShouldBe($"There is a platform in {platform.Folder} already; {wayOut}");
        (await RefusedAsync("down", _other)).ShouldBe($"The platform on this engine was started in another folder: {wayOut}");
        (await ContainersAsync()).ShouldBe(before);
        Directory.Exists(_other).ShouldBeFalse();
    }

    [Fact]
    public async Task Up_PlatformWhoseFolderIsGone_IsTakenAwayFirst()
    {
        var before = await ContainersAsync();
        Directory.Delete(platform.Folder, recursive: true);
        try
        {
            await Repository.MustRunAsync(Script("up"), _other);
            (await ContainersAsync()).Intersect(before).ShouldBeEmpty();
        }
        finally
        {
            await Repository.MustRunAsync(Script("down"), _other);
            await platform.UpAsync();
        }
    }

    [Fact]
    public async Task Up_ContainerOfSomebodyElse_IsRefusedAndStays()
    {
        await Repository.MustRunAsync(Script("down"), platform.Folder);
        await Repository.MustRunAsync("docker", "create", "--label", "cutover.test", "--name", "vault", "cutover-rehearsal:latest");
        try
        {
            (await RefusedAsync("up", "--replace", "*", platform.Folder)).ShouldBe(
                "There is a container vault already, which is no part of a rehearsal, and the runbook needs its name: remove or "
                    + "rename it.");
            (await Repository.MustRunAsync("docker", "inspect", "--format", "{{.State.Status}}", "vault")).ShouldBe("created");
        }
        finally
        {
            await Repository.MustRunAsync("docker", "rm", "vault");
            await platform.UpAsync();
        }
    }

    private static string Script(string name) => Path.Combine(Repository.Root, "tests/rehearsal", name);

    private static async Task<string> RefusedAsync(string script, params string[] arguments)
    {
        var end = await Repository.RunAsync(Script(script), arguments);
        end.ExitCode.ShouldBe(1);
        return end.Stderr.Trim();
    }

    private static async Task<string[]> ContainersAsync() =>
        (await Repository.MustRunAsync("docker", "ps", "--all", "--quiet", "--filter",
            "label=com.docker.compose.project=cutover-rehearsal")).Split('\n').Order().ToArray();
}
