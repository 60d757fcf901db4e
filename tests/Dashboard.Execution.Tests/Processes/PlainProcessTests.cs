using System.Diagnostics;

namespace Dashboard.Execution.Tests.Processes;

/// <summary>Negative controls: what happens to whoever starts processes plainly.</summary>
public sealed class PlainProcessTests
{
    [Fact]
    public async Task Child_ThatKeepsThePipe_HoldsUpWhoWaitsForTheEndOfIt()
    {
        using var process = Start("sleep 3 & echo parent");
        process.BeginOutputReadLine();
        var waited = Stopwatch.StartNew();

        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        waited.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Script_ThatIgnoresTerm_OutlivesIt()
    {
        using var process = Start("trap '' TERM; echo ready; read -r _");
        (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldBe("ready");
        using (var term = Process.Start("bash", ["-c", $"kill -TERM {process.Id}"]))
            await term.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.WaitForExit(TimeSpan.FromMilliseconds(500)).ShouldBeFalse();

        process.Kill();
    }

    [Fact]
    public async Task Input_PastedIntoTheScript_IsRunAndNotPrinted()
    {
        const string input = "$(echo run)";
        using var process = Start($"printf '%s' \"{input}\"");

        (await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("run");
    }

    private static Process Start(string script) =>
        Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
}
