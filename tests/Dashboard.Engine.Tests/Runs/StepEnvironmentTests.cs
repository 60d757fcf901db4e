using Dashboard.Core.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

public sealed class StepEnvironmentTests
{
    [Fact]
    public async Task Environment_OfAStep_HasWhatScriptsTakeForGranted()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SampleBooks.Preflight("""
            [ "$USER" = "$(id -un)" ] && [ "$LOGNAME" = "$USER" ] && [ "$HOME" = ~ ] && [ -x "$SHELL" ]
            tput sgr0
            clear
            """));

        var attempt = await engine.RunAsync(run, "check");

        attempt.Outcome.ShouldBe(Outcome.Passed, attempt.Finished!.Reason);
        attempt.Started.EnvironmentNames.ShouldBe(["DOCKER_HOST", "HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TERM", "TZ", "USER"]);
    }

    /// <summary>A runbook from before these variables were set may have inputs of their names.</summary>
    [Fact]
    public async Task Environment_WithInputsOfTheSameNames_IsTheInputs()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync("""
            ---
            title: Inputs
            inputs:
              - name: USER
                description: who releases
              - name: TERM
                description: for how long
            ---

            ```bash {#check .preflight}
            [ "$USER $TERM" = 'deploy four years' ]
            ```
            """, inputs: new Dictionary<string, string> { ["USER"] = "deploy", ["TERM"] = "four years" });

        (await engine.RunAsync(run, "check")).Outcome.ShouldBe(Outcome.Passed);
    }
}
