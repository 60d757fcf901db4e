using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>Values that steps in containers write, with a real engine.</summary>
[Needs(Need.Docker)]
public sealed class ContainerValuesTests(TestContainer container) : IClassFixture<TestContainer>
{
    [Fact]
    public async Task Outputs_OfAStepInAContainer_AreReadThere_AndNothingIsLeft()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync($$"""
            ---
            inputs: [{name: JOIN_TOKEN, type: secret}]
            ---
            ```sh {#make .preflight in={{container.Name}} outputs=ROLE,JOIN_TOKEN}
            printf 'ROLE=primary\nJOIN_TOKEN=hunter-%s-hush\n' 22 > "$CUTOVER_OUTPUT"
            sleep 2
            echo "it is hunter-22-hush"
            ```
            ```sh {#use .preflight in={{container.Name}}}
            test "$ROLE $JOIN_TOKEN" = "primary hunter-22-hush"
            ls /dev/shm
            ```
            """);

        var made = await engine.RunAsync(run, "make");
        made.Outcome.ShouldBe(Outcome.Passed, made.Reason);
        (made.Finished!.Outputs!["ROLE"], made.Finished.SecretOutputs.Single()).ShouldBe(("primary", "JOIN_TOKEN"));
        (await engine.OutputAsync(made.Id)).ShouldBe("it is [masked]\n");

        var used = await engine.RunAsync(run, "use");
        used.Outcome.ShouldBe(Outcome.Passed, used.Reason);
        (await engine.OutputAsync(used.Id)).ShouldNotContain("cutover-output");
    }
}
