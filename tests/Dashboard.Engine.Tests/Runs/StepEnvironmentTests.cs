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

    [Fact]
    public async Task Path_OfTheSettings_IsWhereScriptsLookForPrograms()
    {
        var tools = Directory.CreateDirectory($"/var/tmp/tools-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(Path.Combine(tools.FullName, "our-tool"), "#!/bin/sh\necho ours\n");
            File.SetUnixFileMode(Path.Combine(tools.FullName, "our-tool"), (UnixFileMode)0b111_101_101);
            await using var engine = await EngineHarness.StartAsync(o => o.Path = $"{tools.FullName}:/usr/bin:/bin");
            var run = await engine.OpenAsync(SampleBooks.Preflight("our-tool; echo \"$PATH\""));

            (await engine.OutputAsync((await engine.RunAsync(run, "check")).Id)).ShouldBe($"ours\n{tools.FullName}:/usr/bin:/bin\n");
        }
        finally
        {
            tools.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("sh")]
    public async Task Script_ThatIsNotStrict_GoesOnAfterACommandThatFails(string shell)
    {
        await using var engine = await EngineHarness.StartAsync();
        const string Body = "false\nfalse | true\necho \"on $NOT_SET\"";
        var run = await engine.OpenAsync(SampleBooks.Preflight(Body, "strict=no")
            .Replace("```bash", "```" + shell, StringComparison.Ordinal));
        var strict = await engine.OpenAsync(SampleBooks.Preflight(Body).Replace("```bash", "```" + shell, StringComparison.Ordinal));

        (await engine.OutputAsync((await engine.RunAsync(run, "check")).Id)).ShouldBe("on \n");
        (await engine.RunAsync(strict, "check")).Outcome.ShouldBe(Outcome.Failed);
    }

    [Theory]
    [InlineData("python3 -c 'import socket; socket.socket(socket.AF_UNIX)'", "", true)]
    [InlineData("perl -MSocket -e 'socket my $s, AF_UNIX, SOCK_STREAM, 0 or die \"socket: $!\"'", "", true)]
    [InlineData("systemctl status cutover-no-such.service", "", true)]
    [InlineData("cat /no/such/file", "", false)]
    [InlineData("cat /run/dbus/system_bus_socket; false", "socket=/run/dbus/system_bus_socket", false)]
    public async Task Reason_OfAStepThatCouldOpenNoSocket_SaysThatItMayBeTheSandbox(string body, string attributes, bool isHinted)
    {
        await using var engine = await EngineHarness.StartAsync();
        var attempt = await engine.RunAsync(await engine.OpenAsync(SampleBooks.Preflight(body, attributes)), "check");

        attempt.Outcome.ShouldBe(Outcome.Failed);
        var told = attempt.Finished!.Reason.Contains("The sandbox closes Unix sockets to read-only steps", StringComparison.Ordinal);
        told.ShouldBe(isHinted, $"{attempt.Finished.Reason} {await engine.OutputAsync(attempt.Id)}");
    }

    [Fact]
    public async Task Sql_OfAReadOnlyStep_IsToldToOpenTransactionsThatOnlyRead()
    {
        await using var engine = await EngineHarness.StartAsync();
        var run = await engine.OpenAsync(SampleBooks.Preflight("SELECT 1;").Replace("```bash", "```sql", StringComparison.Ordinal));

        var attempt = await engine.RunAsync(run, "check");

        // There is no server at the usual socket, and the sandbox would not let it through.
        attempt.Outcome.ShouldBe(Outcome.Failed);
        attempt.Started.EnvironmentNames.ShouldContain("PGOPTIONS");
        attempt.Finished!.Reason.ShouldContain("The sandbox closes Unix sockets");
    }
}
