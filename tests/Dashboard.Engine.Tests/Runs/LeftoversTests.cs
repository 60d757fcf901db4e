using System.Diagnostics;
using Dashboard.Core.Runs;
using Dashboard.Engine.Runs;
using Dashboard.Testing;

namespace Dashboard.Engine.Tests.Runs;

/// <summary>
/// What a change leaves in its working folder locks nothing, a rollback least of all, and what it has mounted there is not the run's to
/// remove.
/// </summary>
public sealed class LeftoversTests : IAsyncLifetime
{
    private const string Book = """
        ---
        title: A change that leaves something
        gates:
          - {id: go, phrase: go, unlocks: mutating}
        ---
        ```bash {#change .mutating}
        mkdir kept; mount --bind {folder} kept; mkdir removed; touch removed/file
        ```
        ```bash {#back .rollback}
        echo back; ls
        ```
        """;

    private readonly string _folder = Directory.CreateDirectory($"/var/tmp/mounted-{Guid.NewGuid():N}").FullName;
    private EngineHarness _engine = null!;

    public async ValueTask InitializeAsync() => _engine = await EngineHarness.StartAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var mount in (await File.ReadAllLinesAsync("/proc/self/mountinfo")).Select(l => l.Split(' ')[4])
            .Where(p => p.StartsWith(_engine.Folder, StringComparison.Ordinal)))
            Process.Start("umount", [mount]).WaitForExit();
        await _engine.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Mount_ThatAChangeHasLeft_StopsNeitherTheRollbackNorTheEndOfTheRun()
    {
        var theirs = Path.Combine(_folder, "theirs");
        await File.WriteAllTextAsync(theirs, "x", TestContext.Current.CancellationToken);
        var run = await _engine.OpenAsync(Book.Replace("{folder}", _folder, StringComparison.Ordinal));
        (await _engine.DoAsync(run, new RunCommand.ApproveGate("go", "go", ""))).Done.ShouldBeTrue();
        (await _engine.RunAsync(run, "change")).Outcome.ShouldBe(Outcome.Passed);

        var back = await _engine.RunAsync(run, "back");

        (back.Outcome, await _engine.OutputAsync(back.Id)).ShouldBe((Outcome.Passed, "back\nbook.md\nkept\n"));
        (await _engine.DoAsync(run, new RunCommand.CloseRun(RunResult.RolledBack, "It was taken back."))).Done.ShouldBeTrue();
        File.Exists(theirs).ShouldBeTrue();
    }
}
