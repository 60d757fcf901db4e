using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

public sealed class RunLifecycleServiceTests
{
    [Fact]
    public async Task Start_AfterAKill_RemovesTheScriptsThatWereLeft()
    {
        await using var engine = await EngineHarness.StartAsync();
        await engine.StopAsync();
        var left = Directory.CreateDirectory(Path.Combine(engine.Folder, "data", "work", "0123")).FullName;
        await File.WriteAllTextAsync(Path.Combine(left, "check.sh"), "true", TestContext.Current.CancellationToken);

        await engine.StartAgainAsync();

        Directory.Exists(left).ShouldBeFalse();
    }
}
