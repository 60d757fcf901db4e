using Dashboard.Core.Runs;
using Dashboard.Engine.Execution.Secrets;
using Dashboard.Engine.Runs;
using Dashboard.Engine.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Engine.Tests.Runs.Secrets;

/// <summary>Secret files that are in a container alone, with a real engine.</summary>
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
            await engine.OpenAsync(Book("printf rotated-value-9876 > /rotated; echo rotated-value-9876", "/rotated", $"in={container.Name}")), "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("[masked]\n");
    }

    [Fact]
    public async Task Run_WithoutALookIntoTheContainer_ShowsIt()
    {
        await using var engine = await EngineHarness.StartAsync(replace: s => s.AddSingleton(SecretDefences.All with { Looks = false }));

        var attempt = await engine.RunAsync(
            await engine.OpenAsync(Book("printf rotated-value-9876 > /another; echo rotated-value-9876", "/another", $"in={container.Name}")), "check");

        (await engine.OutputAsync(attempt.Id)).ShouldBe("rotated-value-9876\n");
    }

    [Theory]
    [InlineData("mkfifo /strange", "/strange", "it is not a file")]
    [InlineData("head -c 1100000 /dev/zero > /large", "/large", "it is longer than 1 MiB")]
    public async Task Start_WhatCannotBeKnownInTheContainer_StartsNothing(string make, string path, string why)
    {
        await using var engine = await EngineHarness.StartAsync();
        await InsideAsync(make);

        var reason = (await engine.DoAsync(await engine.OpenAsync(Book("echo never", path, $"in={container.Name}")), new RunCommand.StartStep("check"))).Reasons.ShouldHaveSingleItem();

        reason.Message.ShouldContain(why);
        reason.Message.ShouldContain($"in the container {container.Name}");
    }

    [Fact]
    public async Task Run_SecretDeclaredInAContainerThatIsNotThere_IsNamedInTheEvidence()
    {
        await using var engine = await EngineHarness.StartAsync();

        var attempt = await engine.RunAsync(await engine.OpenAsync(Book("echo ok", "/token\n    in: cutover-no-such-container")), "check");

        attempt.Outcome.ShouldBe(Outcome.Passed);
        MaskingWords.Of(attempt.Finished!).ShouldContain("no secret value known; /token in cutover-no-such-container: not looked for");
    }

    private static string Book(string body, string path, string attributes = "") => SampleBooks.Preflight(body, attributes, $"title: A book\nsecrets:\n  - file: {path}");

    private Task<string> InsideAsync(string command) => TestContainer.ShellAsync($"docker exec {container.Name} sh -c '{command}'");
}
