using System.Diagnostics;
using Dashboard.Core.Runbooks;
using Dashboard.Testing;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>
/// A step that takes no signals from the server, as what <c>sudo</c> or a setuid program runs. The server of these tests has no right to
/// signal others' processes.
/// </summary>
[Needs(Need.Root, Need.Packages)]
public sealed class ForbiddenTests
{
    private const string Child = "CUTOVER_TEST_FORBIDDEN";
    private const string AsAnother = "setpriv --reuid 12345 --clear-groups";

    [Fact]
    public async Task Stop_StepThatTakesNoSignals_IsRecordedAsItEnds()
    {
        var executable = Path.ChangeExtension(typeof(ForbiddenTests).Assembly.Location, null);
        var start = new ProcessStartInfo("setpriv",
            ["--bounding-set", "-kill", "--inh-caps", "-kill", executable, "-explicit", "only", "-method",
                $"*.{nameof(Server_ForTheTestAbove_TellsHowItsStepsEnd)}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment[Child] = "1";
        using var server = Process.Start(start)!;
        var output = await server.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await server.WaitForExitAsync(TestContext.Current.CancellationToken);

        output.Split('\n').Where(l => l.StartsWith("told ", StringComparison.Ordinal)).ShouldBe(
        [
            // It ran to its end, whatever was sent to it.
            "told alone: 7  True False",
            "told with a child that takes them: 7 It takes no signals from the server, and ended while it was being ended: by itself or "
                + "not, nobody knows. False True",
        ], output);
    }

    [Fact(Explicit = true)]
    public async Task Server_ForTheTestAbove_TellsHowItsStepsEnd()
    {
        (Environment.GetEnvironmentVariable(Child) is null).ShouldBeFalse($"{Child} is not set.");
        await TellAsync("alone", $"exec {AsAnother} bash -c 'echo ready; sleep 2; exit 7'");
        await TellAsync("with a child that takes them", $"sleep 300 & exec {AsAnother} bash -c 'echo ready; sleep 2; exit 7'");
    }

    private static async Task TellAsync(string name, string script)
    {
        await using var runners = new Runners(replace: Cgroups.Used(false));
        var output = new RecordingSink();
        using var stop = new CancellationTokenSource();
        var running = runners.Of("bash")
            .RunAsync(Executions.Of("bash", script, folder: runners.Folder, kind: StepKind.Mutating), output, stop.Token);
        await output.SeesAsync("ready", running);
        await stop.CancelAsync();
        var end = await running.WaitAsync(TestTimeout.Long, TestContext.Current.CancellationToken);
        Console.WriteLine($"told {name}: {end.ExitCode} {end.Failure} {end.EndedByItself} {end.Uncertain}");
    }
}
