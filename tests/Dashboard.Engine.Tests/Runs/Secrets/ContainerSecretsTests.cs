using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Execution.Secrets;
using Dashboard.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>Secret files that are in a container alone, with a real engine.</summary>
[Needs(Need.Docker)]
public sealed class ContainerSecretsTests(TestContainer container) : IClassFixture<TestContainer>
{
    private const string Secret = "the-sesame-that-opens";

    [Fact]
    public async Task Run_InTheContainerThatHoldsTheSecret_MasksIt()
    {
        await using var engine = await EngineHarness.StartAsync();
        await InsideAsync($"mkdir -p /only-here && printf 'TOKEN=%s' {Secret} > /only-here/token");

        var run = await engine.OpenAsync(Book($"echo {Secret}", "/only-here/token", $"in={container.Name}"));
        var attempt = await engine.RunAsync(run, "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("[masked]\n");
        attempt.Finished!.Secrets.ShouldNotBeNull().ShouldContain(s => s.File == $"/only-here/token in {container.Name}" && s.Values == 2);
        (await engine.DoAsync(run, new RunCommand.AddNote(Secret, null))).Done.ShouldBeTrue();
        (await engine.StateAsync(run)).Events[^1].Event.ShouldBeOfType<NoteAdded>().Text.ShouldBe("[masked]");
    }

    [Fact]
    public async Task Run_OnTheHostWithASecretDeclaredInAContainer_MasksIt()
    {
        await using var engine = await EngineHarness.StartAsync();
        await InsideAsync($"mkdir -p /folder/below && printf %s {Secret} > /folder/below/token && printf x > /folder/other");

        var attempt = await engine.RunAsync(await engine.OpenAsync(Book($"echo {Secret}", $"/folder\n    in: {container.Name}")), "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("[masked]\n");
    }

    [Fact]
    public async Task Run_StepThatReplacesTheSecretInTheContainer_MasksTheNewOne()
    {
        await using var engine = await EngineHarness.StartAsync();

        var attempt = await engine.RunAsync(
            await engine.OpenAsync(Book("printf rotated-value-9876 > /rotated; echo rotated-value-9876", "/rotated",
                $"in={container.Name}")), "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("[masked]\n");
    }

    [Fact]
    public async Task Run_WithoutALookIntoTheContainer_ShowsIt()
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Looks = false }));

        var attempt = await engine.RunAsync(
            await engine.OpenAsync(Book("printf rotated-value-9876 > /another; echo rotated-value-9876", "/another",
                $"in={container.Name}")), "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("rotated-value-9876\n");
    }

    [Theory]
    [InlineData("mkfifo /strange", "/strange", "it is not a file")]
    [InlineData("head -c 1100000 /dev/zero > /large", "/large", "it is longer than 1 MiB")]
    public async Task Start_WhatCannotBeKnownInTheContainer_StartsNothing(string make, string path, string why)
    {
        await using var engine = await EngineHarness.StartAsync();
        await InsideAsync(make);

        var reason = (await engine.DoAsync(await engine.OpenAsync(Book("echo never", path, $"in={container.Name}")),
            new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldContain(why);
        reason.Message.ShouldContain($"in the container {container.Name}");
    }

    [Fact]
    public async Task Run_SecretDeclaredInAContainerThatIsNotThere_IsNamedInTheEvidence()
    {
        await using var engine = await EngineHarness.StartAsync();

        var attempt = await engine.RunAsync(await engine.OpenAsync(Book("echo ok", "/token\n    in: cutover-no-such-container")), "check");

        attempt.Outcome.ShouldBe(Outcome.Passed);
        MaskingSummary.Of(attempt.Finished!).ShouldContain("no secret value known; /token in cutover-no-such-container: not looked for");
    }

    [Theory]
    [InlineData("/token", "/token")]
    [InlineData("/folder", "/folder/in/token")]
    [InlineData("/link", "/linked/token")]
    public async Task Run_SecretInAContainerThatDoesNotRun_MasksIt(string declared, string path)
    {
        await using var engine = await EngineHarness.StartAsync();
        using var stopped = await StoppedAsync();

        // A step that only reads is refused by the engine's proxy.
        var (_, attempt) = await SecretFolder.ChangeAsync(engine, $"docker cp {stopped.Name}:{path} - | tar xO",
            $"{declared}\n    in: {stopped.Name}");

        (attempt.Outcome, await engine.OutputAsync(attempt.Id)).ShouldBe((Outcome.Passed, "[masked]"));
        attempt.Finished!.Secrets.ShouldNotBeNull().ShouldHaveSingleItem().Note.ShouldBeNull();
    }

    [Fact]
    public async Task Run_SecretThatIsNotInAContainerThatDoesNotRun_SaysSo()
    {
        await using var engine = await EngineHarness.StartAsync();
        using var stopped = await StoppedAsync();

        var attempt = await engine.RunAsync(await engine.OpenAsync(Book("echo ok", $"/nothing/here\n    in: {stopped.Name}")), "check");

        MaskingSummary.Of(attempt.Finished!).ShouldContain($"not there in {stopped.Name}");
    }

    [Theory]
    [InlineData("/etc\n    in: ", "longer than 1 MiB")]
    [InlineData("/many\n    in: ", "more than 200 folders")]
    public async Task Start_SecretInAContainerThatDoesNotRunAndCannotBeKnown_StartsNothing(string path, string why)
    {
        await using var engine = await EngineHarness.StartAsync();
        using var stopped = await StoppedAsync();

        var reason = (await engine.DoAsync(await engine.OpenAsync(Book("echo never", path + stopped.Name)),
            new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldContain(why);
    }

    [Fact]
    public async Task Start_EngineThatDoesNotAnswer_StartsNothing()
    {
        await using var engine = await EngineHarness.StartAsync(o => o.Docker = "unix:///var/tmp/no-engine-here.sock");

        var reason = (await engine.DoAsync(await engine.OpenAsync(Book("echo never", "/token\n    in: any")),
            new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldContain("does not answer");
    }

    [Fact]
    public async Task Start_ContainerThatIsPaused_StartsNothing()
    {
        await using var engine = await EngineHarness.StartAsync();
        using var paused = await StoppedAsync();
        await TestContainer.ShellAsync($"docker start {paused.Name}; docker pause {paused.Name}");

        var reason = (await engine.DoAsync(await engine.OpenAsync(Book("echo never", $"/token\n    in: {paused.Name}")),
            new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldContain("is paused");
    }

    [Fact]
    public async Task Run_FoldersThatAreLinksInTheContainer_AreFollowed()
    {
        await using var engine = await EngineHarness.StartAsync();
        await InsideAsync($"mkdir -p /vault/app /mounted && printf %s {Secret} > /vault/app/token && ln -s /vault/app /mounted/app && ln "
            + "-s . /mounted/circle && printf unrelated-0123456789 > /mounted/other");

        var attempt = await engine.RunAsync(await engine.OpenAsync(Book($"echo {Secret}", $"/mounted\n    in: {container.Name}")), "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("[masked]\n");
    }

    [Fact]
    public async Task Start_FoldersNestedTooDeepInTheContainer_StartsNothing()
    {
        await using var engine = await EngineHarness.StartAsync();
        await InsideAsync("mkdir -p /deep/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17 && printf %s something-here > /deep/token");

        var reason = (await engine.DoAsync(await engine.OpenAsync(Book("echo never", $"/deep\n    in: {container.Name}")),
            new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldContain("nested deeper than 16");
    }

    // Of the class's image, with secrets in it, and never started.
    private async Task<Stopped> StoppedAsync()
    {
        var name = $"cutover-test-{Guid.NewGuid():N}";
        await TestContainer.ShellAsync(
            $"f=$(mktemp -d) && cd $f && mkdir -p folder/in linked etc many && printf %s {Secret} | tee token > folder/in/token && printf "
            + $"%s {Secret} > linked/token && ln -s linked link "
            + "&& head -c 1100000 /dev/zero > etc/large && (cd many && mkdir $(seq 210)) "
            + $"&& docker create --label cutover.test --name {name} $(docker inspect -f '{{{{.Image}}}}' {container.Name}) sleep 1000 && "
            + $"tar c * | docker cp - {name}:/ && rm -r $f");
        return new(name);
    }

    private sealed record Stopped(string Name) : IDisposable
    {
        public void Dispose() => TestContainer.ShellAsync($"docker rm -f {Name}").GetAwaiter().GetResult();
    }

    private static string Book(string body, string path, string attributes = "") =>
        SampleBooks.Preflight(body, attributes, $"title: A book\nsecrets:\n  - file: {path}");

    private Task<string> InsideAsync(string command) => TestContainer.ShellAsync($"docker exec {container.Name} sh -c '{command}'");
}
